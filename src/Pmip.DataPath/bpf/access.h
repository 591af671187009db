/* What comes in from mobile nodes on an access link of the MAG. */
#pragma once

#define DHCP_SERVER_PORT bpf_htons(67)

INLINE int is_local4(const struct inner *in)
{
	__u32 source = bpf_ntohl(in->v4.saddr);
	__u32 destination = bpf_ntohl(in->v4.daddr);

	if (source == 0 || source >> 16 == 0xa9fe)			/* no address yet, or 169.254/16 */
		return 1;
	return destination >> 28 >= 0xe || destination >> 16 == 0xa9fe;	/* multicast, broadcast, 169.254/16 */
}

/*
 * What a client asks of a DHCP server. The socket of the access link got it before this program and answers it; a client renews
 * and releases its lease by unicast to the default router, and there, at the LMA, nobody serves it.
 */
INLINE int is_dhcp(struct __sk_buff *skb, const struct inner *in)
{
	__be16 port = 0;

	return !in->is_ipv6 && in->protocol == IPPROTO_UDP && !in->is_fragment
	       && !bpf_skb_load_bytes(skb, in->offset + in->header_length + 2, &port, sizeof(port)) && port == DHCP_SERVER_PORT;
}

INLINE int is_link_local6(const struct in6_addr *address)
{
	return (address->s6_addr32[0] & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000);
}

INLINE int is_local6(const struct inner *in)
{
	const struct in6_addr *source = &in->v6.saddr;
	const struct in6_addr *destination = &in->v6.daddr;

	if (!(source->s6_addr32[0] | source->s6_addr32[1]) || is_link_local6(source))
		return 1;
	if (destination->s6_addr[0] == 0xff || is_link_local6(destination))
		return 1;
	/* Its own prefix is on the link: only the node itself is there, and the MAG by neighbour discovery. */
	return source->s6_addr32[0] == destination->s6_addr32[0] && source->s6_addr32[1] == destination->s6_addr32[1];
}

/* What the stack of the MAG must see: neighbour discovery, multicast, anything that does not leave the link. */
INLINE int is_local(const struct inner *in)
{
	return in->is_ipv6 ? is_local6(in) : is_local4(in);
}

INLINE int same_mac(const __u8 *a, const __u8 *b)
{
	const __u16 *x = (const __u16 *)a;
	const __u16 *y = (const __u16 *)b;

	return x[0] == y[0] && x[1] == y[1] && x[2] == y[2];
}
