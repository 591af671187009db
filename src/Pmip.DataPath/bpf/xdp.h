/* The same as the programs of tc, before there is a buffer. */
#pragma once

INLINE int xdp_verdict(int fate, long verdict)
{
	return fate == GOES_ON ? verdict : fate == LEFT ? XDP_PASS : XDP_DROP;
}

INLINE int xdp_from_access(struct xdp_md *xdp)
{
	struct node *node = node_entry();
	struct send_session *s = 0;
	struct way way = {};
	long verdict = XDP_PASS;
	struct inner in = {};
	struct ethhdr *frame;
	struct frame f;
	__u32 state = 0;
	int fate;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	if (!node || node->flags & NODE_MIRROR || (void *)(frame + 1) > f.end)
		return XDP_PASS;
	fate = from_node(&f, node, frame->h_proto, xdp->ingress_ifindex, 0, 1, &in, &s, &state, &way);
	if (fate == GOES_ON && s)
		fate = begins_connection(&f, node, &in) ? LEFT : xdp_forward_into_tunnel(xdp, &f, s, state, &way, &in, &verdict);
	return xdp_verdict(fate, verdict);
}

INLINE int xdp_from_service(struct xdp_md *xdp)
{
	struct node *node = node_entry();
	struct send_session *s = 0;
	struct way way = {};
	long verdict = XDP_PASS;
	struct inner in = {};
	struct ethhdr *frame;
	struct port *port;
	struct frame f;
	__u32 state = 0;
	int fate;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	if (!node || node->flags & NODE_MIRROR || (void *)(frame + 1) > f.end)
		return XDP_PASS;
	/* Not for us, or to everybody: tc knows how to tell. */
	port = port_entry(xdp->ingress_ifindex);
	if (!port || mac_at(frame->h_dest) != port->mac)
		return XDP_PASS;
	fate = for_node(&f, node, frame->h_proto, &in, &s, &state, &way);
	if (fate == GOES_ON && s)
		fate = begins_connection(&f, node, &in) ? LEFT : xdp_forward_into_tunnel(xdp, &f, s, state, &way, &in, &verdict);
	return xdp_verdict(fate, verdict);
}

INLINE int xdp_at_processor(struct xdp_md *xdp)
{
	struct node *node = node_entry();
	long verdict = XDP_PASS;

	return node ? xdp_verdict(xdp_decapsulate(xdp, node, &verdict), verdict) : XDP_PASS;
}

INLINE int xdp_from_transport(struct xdp_md *xdp)
{
	struct node *node = node_entry();
	struct ethhdr *frame;
	struct port *port;
	struct frame f;
	long verdict;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	if (!node || node->flags & NODE_MIRROR || (void *)(frame + 1) > f.end)
		return XDP_PASS;
	/* Flooded by a switch, perhaps to one of two with the same address: tc leaves it alone. */
	port = port_entry(xdp->ingress_ifindex);
	if (!port || mac_at(frame->h_dest) != port->mac)
		return XDP_PASS;
	if (!(node->flags & NODE_SPREAD))
		return xdp_at_processor(xdp);
	verdict = spread(&f, node, frame->h_proto);
	return verdict < 0 ? xdp_at_processor(xdp) : verdict;
}
