/* Differentiated services: what of the inner header shows outside. The two ECN bits are not part of it (RFC 6040). */
#pragma once

#define DSCP_SHIFT 2

/* TOS or traffic class of the outer header: ECN as it is inside (RFC 6040 4.1, normal mode), DSCP by the session's map. */
INLINE __u8 outer_tos(const struct send_session *s, __u8 inner)
{
	__u32 number = s->dscp;
	struct dscp_map *map;

	if (!number)
		return inner;
	map = bpf_map_lookup_elem(&dscp_maps, &number);
	return map ? map->outer[(inner >> DSCP_SHIFT) & 0x3f] << DSCP_SHIFT | (inner & ECN_MASK) : inner;
}
