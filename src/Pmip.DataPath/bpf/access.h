/* What comes in from mobile nodes on an access link of the MAG. */
#pragma once

#define DHCP_SERVER_PORT bpf_htons(67)

INLINE int is_local4(const struct inner *in)
{
	__u32 source = bpf_ntohl((__u32)in->source);
	__u32 destination = bpf_ntohl((__u32)in->destination);

	if (source == 0 || source >> 16 == 0xa9fe)			/* no address yet, or 169.254/16 */
		return 1;
	return destination >> 28 >= 0xe || destination >> 16 == 0xa9fe;	/* multicast, broadcast, 169.254/16 */
}

/*
 * What a client asks of a DHCP server. The socket of the access link got it before this program and answers it; a client renews
 * and releases its lease by unicast to the default router, and there, at the LMA, nobody serves it.
 */
INLINE int is_dhcp(const struct frame *f, const struct inner *in)
{
	__be16 *ports;

	if (in->is_ipv6 || in->protocol != IPPROTO_UDP || in->is_fragment)
		return 0;
	ports = inner_payload(f, in, 4);
	return ports && ports[1] == DHCP_SERVER_PORT;
}

INLINE int is_link_local6(__u64 half)
{
	return ((__u32)half & bpf_htonl(0xffc00000)) == bpf_htonl(0xfe800000);
}

INLINE int is_local6(const struct inner *in)
{
	if (!in->source || is_link_local6(in->source))
		return 1;
	if ((in->destination & 0xff) == 0xff || is_link_local6(in->destination))
		return 1;
	/* Its own prefix is on the link: only the node itself is there, and the MAG by neighbour discovery. */
	return in->source == in->destination;
}

/* What the stack of the MAG must see: neighbour discovery, multicast, anything that does not leave the link. */
INLINE int is_local(const struct inner *in)
{
	return in->is_ipv6 ? is_local6(in) : is_local4(in);
}

/*
 * Found by the inner source, which so cannot be another node's. for_us: the frame was sent to this machine, not flooded by a switch;
 * XDP cannot tell that of a frame that is not to the session's own gateway address. early: the socket of the access link has not seen the
 * frame yet, so XDP takes nothing away that may be for it: DHCP, and the first packets of a node that comes.
 */
INLINE int from_node(const struct frame *f, const struct node *node, __be16 protocol, __u32 interface, int for_us, int early,
		     struct inner *in, struct send_session **session, __u32 *state, struct way *way)
{
	struct ethhdr *frame = f->data;
	struct send_session *s;

	if ((void *)(frame + 1) > f->end || (protocol != bpf_htons(ETH_P_IP) && protocol != bpf_htons(ETH_P_IPV6)))
		return LEFT;
	if (!inner_read(f, ETH_HLEN, protocol, in))
		return drop(DROP_INNER_HEADER);
	if (is_dhcp(f, in))
		return early ? LEFT : TAKEN;
	if (is_local(in))
		return LEFT;
	s = send_session_of(node, in->source, in->is_ipv6, 0);
	if (!s)
		return early ? LEFT : drop(DROP_INNER_SOURCE_WRONG);
	if (!for_us && !same_mac(frame->h_dest, s->gateway_mac))
		return LEFT;
	if (s->interface != interface)
		return drop(DROP_ACCESS_INTERFACE_WRONG);
	if (!same_mac(frame->h_source, s->node_mac))
		return drop(DROP_LINK_LAYER_SOURCE_WRONG);
	*session = s;
	*state = s->state;
	way_of(s, way);
	if (!(*state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	return in->hop_limit <= 1 || !fits(f, node, way->hop, *state, in) ? LEFT : GOES_ON;
}
