/* LMA: where an inner packet goes when the kernel's route for it is simple, remembered by each processor for itself. */
#pragma once

/* Where the inner packet goes. */
struct leaving {
	__u64 destination_mac;
	__u64 source_mac;
	__u32 interface;
};

#ifndef AF_INET
#define AF_INET 2
#define AF_INET6 10
#endif

/* After so many packets one goes the kernel's way, which keeps the kernel's entry of the neighbour checked. */
#define ROUTE_USES_MAX 8192

INLINE __u32 route_place(const struct address *destination)
{
	__u32 hash = destination->word[0] ^ destination->word[1] * 0x9e3779b1;

	hash ^= destination->word[2] * 0x85ebca6b ^ destination->word[3];
	hash *= 0x9e3779b1;
	return hash >> 20;
}

/* Asks the kernel and remembers; an answer that is not simple is remembered as interface 0. */
INLINE void route_learn(void *context, const struct node *node, const struct frame *f, const struct inner *in, struct route *r)
{
	struct bpf_fib_lookup question = {};
	__u32 *at = inner_at(f, in);
	struct port *port;

	r->generation = node->route_generation;
	r->uses = 0;
	r->interface = 0;
	if ((void *)(at + 5) > f->end)
		return;
	question.ifindex = node->tunnel_interface;
	question.l4_protocol = in->protocol;
	question.tot_len = in->length < 1280 ? in->length : 1280;
	if (in->is_ipv6) {
		if ((void *)(at + 10) > f->end)
			return;
		question.family = AF_INET6;
		__builtin_memcpy(question.ipv6_src, at + 2, 16);
		__builtin_memcpy(question.ipv6_dst, at + 6, 16);
	} else {
		question.family = AF_INET;
		question.ipv4_src = at[3];
		question.ipv4_dst = at[4];
	}
	if (bpf_fib_lookup(context, &question, sizeof(question), 0) != BPF_FIB_LKUP_RET_SUCCESS)
		return;
	port = port_entry(question.ifindex);
	if (!port || !(port->flags & PORT_DIRECT))
		return;
	r->destination_mac = mac_at(question.dmac);
	r->source_mac = mac_at(question.smac);
	r->mtu = port->mtu;
	r->interface = question.ifindex;
}

/* True, and where, when the packet need not see the kernel. */
INLINE int route_known(void *context, const struct node *node, const struct frame *f, const struct inner *in, struct leaving *to)
{
	struct address destination = {};
	__u32 *at = inner_at(f, in);
	__u32 place;
	struct route *r;

	if (!(node->flags & NODE_FORWARD_DIRECTLY))
		return 0;
	if (in->is_ipv6) {
		if ((void *)(at + 10) > f->end)
			return 0;
		__builtin_memcpy(&destination, at + 6, 16);
	} else {
		destination.word[2] = MAPPED_WORD;
		destination.word[3] = (__u32)in->destination;
	}
	place = route_place(&destination);
	r = bpf_map_lookup_elem(&routes, &place);
	if (!r)
		return 0;
	if (r->generation != node->route_generation || !same_address(&r->destination, &destination)) {
		r->destination = destination;
		route_learn(context, node, f, in, r);
	} else if (++r->uses > ROUTE_USES_MAX) {
		r->uses = 0;
		return 0;
	}
	if (!r->interface || inner_wire_length(f, in) > r->mtu)
		return 0;
	to->destination_mac = r->destination_mac;
	to->source_mac = r->source_mac;
	to->interface = r->interface;
	return 1;
}
