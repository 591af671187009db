/* What comes in from the packet data network at the LMA: found by the inner destination; anything else is the kernel's. */
#pragma once

INLINE int for_node(const struct frame *f, const struct node *node, __be16 protocol, struct inner *in, struct send_session **session,
		    __u32 *state, struct way *way)
{
	struct send_session *s;

	if (protocol != bpf_htons(ETH_P_IP) && protocol != bpf_htons(ETH_P_IPV6))
		return LEFT;
	if (!inner_read(f, ETH_HLEN, protocol, in))
		return LEFT;
	s = send_session_of(node, in->destination, in->is_ipv6, 1);
	if (!s)
		return LEFT;
	*session = s;
	*state = s->state;
	way_of(s, way);
	if (!(*state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	return in->hop_limit <= 1 || !fits(f, node, way->hop, *state, in) ? LEFT : GOES_ON;
}

/* The session of a packet that the kernel has routed to the tunnel interface. */
INLINE struct send_session *send_session_of_routed(const struct node *node, const struct inner *in)
{
	struct send_session *s = 0;

	if (node->roles & NODE_LMA)
		s = send_session_of(node, in->destination, in->is_ipv6, 1);
	if (!s && node->roles & NODE_MAG)
		s = send_session_of(node, in->source, in->is_ipv6, 0);
	return s;
}
