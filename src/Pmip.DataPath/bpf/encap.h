/* From an inner packet to GRE with a key, and to the next hop. */
#pragma once

#define BRIEFLY 8

INLINE __u32 path_mtu(const struct node *node, const struct next_hop *hop)
{
	return hop && hop->mtu ? hop->mtu : node->transport_mtu;
}

INLINE int fits(const struct frame *f, const struct node *node, const struct next_hop *hop, __u32 state, const struct inner *in)
{
	__u32 mtu = path_mtu(node, hop);

	/* Only the process knows the next sequence number, and it looks at the size itself. */
	if (state & SESSION_SEQUENCE)
		return 0;
	return inner_wire_length(f, in) + overhead(state) <= mtu;
}

INLINE void wrapping_of(struct wrapping *w, const struct frame *f, const struct send_session *s, __u32 state, const struct way *way,
			const struct inner *in)
{
	w->hop = way->hop;
	w->key = way->key;
	w->flow = state & SESSION_OUTER_IPV6 ? inner_flow_hash(f, in) : 0;
	w->length = in->length;
	w->protocol = inner_ethertype(in);
	w->tos = outer_tos(s, in->tos);
}

INLINE void count_out(struct send_session *s, const struct inner *in)
{
	__sync_fetch_and_add(&s->packets, 1);
	__sync_fetch_and_add(&s->octets, in->length);
}

/*
 * Grows the frame by the outer headers. A buffer that came out of another tunnel of ours may still be marked as being in one
 * (segmentation offload knows its inner headers, and they have not moved): the kernel then refuses to mark it again, and we grow it
 * without. Shrinking is what lets us name the new family; before Linux 6.3 it does not, and the packet is lost.
 */
INLINE long make_room(struct __sk_buff *skb, int octets, int inner_is_ipv6, int outer_is_ipv6, __u64 transport)
{
	__u64 mark = outer_is_ipv6 ? BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 : BPF_F_ADJ_ROOM_ENCAP_L3_IPV4;
	__u64 family = outer_is_ipv6 ? BPF_F_ADJ_ROOM_DECAP_L3_IPV6 : BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	__u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
	long result = bpf_skb_adjust_room(skb, octets, BPF_ADJ_ROOM_MAC, flags | transport | mark);

	if (result != -EALREADY)
		return result;
	if (inner_is_ipv6 == outer_is_ipv6)
		return bpf_skb_adjust_room(skb, octets, BPF_ADJ_ROOM_MAC, flags);
	result = bpf_skb_adjust_room(skb, octets + BRIEFLY, BPF_ADJ_ROOM_MAC, flags);
	return result ? result : bpf_skb_adjust_room(skb, -BRIEFLY, BPF_ADJ_ROOM_MAC, flags | family);
}

/* The frame has an Ethernet header and the inner header behind it; the packet has passed every check. */
INLINE int skb_into_tunnel(struct __sk_buff *skb, const struct frame *f, struct send_session *s, __u32 state, const struct way *way,
			   const struct inner *in)
{
	const struct next_hop *hop = way->hop;
	__u32 interface = hop ? hop->interface : 0;
	int outer_is_ipv6 = (state & SESSION_OUTER_IPV6) != 0;
	__u64 transport = state & SESSION_UDP ? BPF_F_ADJ_ROOM_ENCAP_L4_UDP : BPF_F_ADJ_ROOM_ENCAP_L4_GRE;
	struct bpf_redir_neigh via = {};
	struct wrapping w;

	if (!interface)
		return drop(DROP_NO_ROUTE);
	/* The kernel's segmentation writes the lengths of IP and UDP again, and knows nothing of the one between. */
	if (f->segment && state & SESSION_UDP)
		return drop(DROP_NOT_SEGMENTED);
	if (!may_leave(f, s, state, in))
		return drop(DROP_POLICED);
	wrapping_of(&w, f, s, state, way, in);
	if (make_room(skb, overhead(state), in->is_ipv6, outer_is_ipv6, transport)
	    || !wrap((void *)(long)skb->data, (void *)(long)skb->data_end, state, &w))
		return drop(DROP_REWRITE_FAILED);
	count_out(s, in);
	if (hop->destination_mac & HOP_RESOLVED) {
		bpf_redirect(interface, 0);
		return GOES_ON;
	}
	via.nh_family = hop->family;
	__builtin_memcpy(via.ipv6_nh, hop->address, sizeof(via.ipv6_nh));
	bpf_redirect_neigh(interface, &via, sizeof(via), 0);
	return GOES_ON;
}

/* For packets that this node forwards itself. */
INLINE int skb_forward_into_tunnel(struct __sk_buff *skb, const struct frame *f, struct send_session *s, __u32 state,
				   const struct way *way, const struct inner *in)
{
	__u32 change = inner_decrement_hop_limit(f, in);

	if (change)
		bpf_csum_update(skb, change);
	return skb_into_tunnel(skb, f, s, state, way, in);
}

/* True when XDP can do all of it: the next hop's link-layer address is known and its port takes packets from other ports. */
INLINE int xdp_reaches(__u32 interface)
{
	struct port *port = port_entry(interface);

	return port && port->flags & PORT_REDIRECT;
}

INLINE int xdp_forward_into_tunnel(struct xdp_md *xdp, const struct frame *f, struct send_session *s, __u32 state,
				   const struct way *way, const struct inner *in, long *verdict)
{
	const struct next_hop *hop = way->hop;
	struct wrapping w;

	if (!hop || !(hop->destination_mac & HOP_RESOLVED) || state & SESSION_RARE || !xdp_reaches(hop->interface))
		return LEFT;
	if (!may_leave(f, s, state, in))
		return drop(DROP_POLICED);
	wrapping_of(&w, f, s, state, way, in);
	inner_decrement_hop_limit(f, in);
	if (bpf_xdp_adjust_head(xdp, -(int)overhead(state))
	    || !wrap((void *)(long)xdp->data, (void *)(long)xdp->data_end, state, &w))
		return drop(DROP_REWRITE_FAILED);
	count_out(s, in);
	*verdict = bpf_redirect_map(&redirect_ports, hop->interface, 0);
	return GOES_ON;
}
