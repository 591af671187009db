/* From an inner packet to GRE with a key over IPv6 or IPv4, and to the next hop. */
#pragma once

#define OUTER_HOP_LIMIT 64
#define GRE_KEY_PRESENT bpf_htons(0x2000)
#define IPV4_DONT_FRAGMENT bpf_htons(0x4000)

struct gre {
	__be16 flags;
	__be16 protocol;
	__be32 key;
};

struct outer6 {
	struct ipv6hdr ip;
	struct gre gre;
};

struct outer4 {
	struct iphdr ip;
	struct gre gre;
};

INLINE __be16 inner_ethertype(const struct inner *in)
{
	return in->is_ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
}

INLINE void outer6_fill(struct outer6 *out, const struct session *s, const struct inner *in, __u32 flow)
{
	*(__be32 *)&out->ip = bpf_htonl(0x60000000 | (__u32)in->tos << 20 | (flow & 0xfffff));
	out->ip.payload_len = bpf_htons(in->length + sizeof(out->gre));
	out->ip.nexthdr = IPPROTO_GRE;
	out->ip.hop_limit = OUTER_HOP_LIMIT;
	__builtin_memcpy(&out->ip.saddr, &s->send_local, sizeof(out->ip.saddr));
	__builtin_memcpy(&out->ip.daddr, &s->send_remote, sizeof(out->ip.daddr));
	out->gre.flags = GRE_KEY_PRESENT;
	out->gre.protocol = inner_ethertype(in);
	out->gre.key = s->send_key;
}

INLINE void outer4_fill(struct outer4 *out, const struct session *s, const struct inner *in)
{
	__u16 *half = (__u16 *)&out->ip;
	__u32 sum = 0;

	__builtin_memset(&out->ip, 0, sizeof(out->ip));
	out->ip.version = 4;
	out->ip.ihl = 5;
	out->ip.tos = in->tos;
	out->ip.tot_len = bpf_htons(in->length + sizeof(*out));
	out->ip.frag_off = IPV4_DONT_FRAGMENT;
	out->ip.ttl = OUTER_HOP_LIMIT;
	out->ip.protocol = IPPROTO_GRE;
	out->ip.saddr = s->send_local.word[3];
	out->ip.daddr = s->send_remote.word[3];
#pragma unroll
	for (int i = 0; i < 10; i++)
		sum += half[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	out->ip.check = ~sum;
	out->gre.flags = GRE_KEY_PRESENT;
	out->gre.protocol = inner_ethertype(in);
	out->gre.key = s->send_key;
}

INLINE int fits(struct __sk_buff *skb, const struct node *node, const struct session *s, const struct inner *in)
{
	__u32 overhead = s->send_state & SESSION_OUTER_IPV6 ? sizeof(struct outer6) : sizeof(struct outer4);

	return inner_wire_length(skb, in) + overhead <= node->transport_mtu;
}

#define BRIEFLY 8

/*
 * Grows the frame by the outer headers. A buffer that came out of another tunnel of ours may still be marked as being in one
 * (segmentation offload knows its inner headers, and they have not moved): the kernel then refuses to mark it again, and we grow it
 * without. Shrinking is what lets us name the new family; before Linux 6.3 it does not, and the packet is lost.
 */
INLINE long make_room(struct __sk_buff *skb, int octets, const struct inner *in, int outer_is_ipv6)
{
	__u64 mark = outer_is_ipv6 ? BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 : BPF_F_ADJ_ROOM_ENCAP_L3_IPV4;
	__u64 family = outer_is_ipv6 ? BPF_F_ADJ_ROOM_DECAP_L3_IPV6 : BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	__u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
	long result = bpf_skb_adjust_room(skb, octets, BPF_ADJ_ROOM_MAC, flags | BPF_F_ADJ_ROOM_ENCAP_L4_GRE | mark);

	if (result != -EALREADY)
		return result;
	if (in->is_ipv6 == outer_is_ipv6)
		return bpf_skb_adjust_room(skb, octets, BPF_ADJ_ROOM_MAC, flags);
	result = bpf_skb_adjust_room(skb, octets + BRIEFLY, BPF_ADJ_ROOM_MAC, flags);
	return result ? result : bpf_skb_adjust_room(skb, -BRIEFLY, BPF_ADJ_ROOM_MAC, flags | family);
}

/* The frame has an Ethernet header and the inner header behind it; the packet has passed every check. */
INLINE int send_into_tunnel(struct __sk_buff *skb, struct session *s, struct inner *in)
{
	struct next_hop *hop = bpf_map_lookup_elem(&next_hops, &s->next_hop);
	struct bpf_redir_neigh via = {};
	__u32 interface;

	if (!hop || !hop->interface)
		return drop(DROP_NO_ROUTE);
	interface = hop->interface;
	via.nh_family = hop->family;
	__builtin_memcpy(via.ipv6_nh, hop->address, sizeof(via.ipv6_nh));
	if (s->send_state & SESSION_OUTER_IPV6) {
		struct outer6 out;

		outer6_fill(&out, s, in, inner_flow_hash(skb, in));
		if (make_room(skb, sizeof(out), in, 1)
		    || bpf_skb_store_bytes(skb, ETH_HLEN, &out, sizeof(out), 0))
			return drop(DROP_REWRITE_FAILED);
	} else {
		struct outer4 out;

		outer4_fill(&out, s, in);
		if (make_room(skb, sizeof(out), in, 0)
		    || bpf_skb_store_bytes(skb, ETH_HLEN, &out, sizeof(out), 0))
			return drop(DROP_REWRITE_FAILED);
	}
	__sync_fetch_and_add(&s->packets_out, 1);
	__sync_fetch_and_add(&s->octets_out, in->length);
	return bpf_redirect_neigh(interface, &via, sizeof(via), 0);
}

/* For packets that this node forwards itself. */
INLINE int forward_into_tunnel(struct __sk_buff *skb, struct session *s, struct inner *in)
{
	inner_decrement_hop_limit(in);
	if (inner_write(skb, ETH_HLEN, in))
		return drop(DROP_REWRITE_FAILED);
	return send_into_tunnel(skb, s, in);
}
