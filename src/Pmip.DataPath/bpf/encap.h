/* From an inner packet to GRE with a key over IPv6, IPv4 or IPv4 and UDP, and to the next hop. */
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

/* RFC 5845 4: type and reserved bits zero, the protocol behind, the octets behind. */
struct tlv {
	__u8 type;
	__u8 next_header;
	__be16 length;
};

struct outer4_udp {
	struct iphdr ip;
	struct udphdr udp;
	struct tlv tlv;
	struct gre gre;
};

#define USER_PLANE_PORT bpf_htons(5437)

INLINE __be16 inner_ethertype(const struct inner *in)
{
	return in->is_ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
}

INLINE void gre_fill(struct gre *gre, const struct session *s, const struct inner *in)
{
	gre->flags = GRE_KEY_PRESENT;
	gre->protocol = inner_ethertype(in);
	gre->key = s->send_key;
}

INLINE void outer6_fill(struct outer6 *out, const struct session *s, const struct inner *in, __u32 flow)
{
	*(__be32 *)&out->ip = bpf_htonl(0x60000000 | (__u32)in->tos << 20 | (flow & 0xfffff));
	out->ip.payload_len = bpf_htons(in->length + sizeof(out->gre));
	out->ip.nexthdr = IPPROTO_GRE;
	out->ip.hop_limit = OUTER_HOP_LIMIT;
	__builtin_memcpy(&out->ip.saddr, &s->send_local, sizeof(out->ip.saddr));
	__builtin_memcpy(&out->ip.daddr, &s->send_remote, sizeof(out->ip.daddr));
	gre_fill(&out->gre, s, in);
}

INLINE void ip4_fill(struct iphdr *ip, const struct session *s, const struct inner *in, __u32 octets, __u8 protocol)
{
	__u16 *half = (__u16 *)ip;
	__u32 sum = 0;

	__builtin_memset(ip, 0, sizeof(*ip));
	ip->version = 4;
	ip->ihl = 5;
	ip->tos = in->tos;
	ip->tot_len = bpf_htons(octets);
	ip->frag_off = IPV4_DONT_FRAGMENT;
	ip->ttl = OUTER_HOP_LIMIT;
	ip->protocol = protocol;
	ip->saddr = s->send_local.word[3];
	ip->daddr = s->send_remote.word[3];
#pragma unroll
	for (int i = 0; i < 10; i++)
		sum += half[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	ip->check = ~sum;
}

INLINE void outer4_fill(struct outer4 *out, const struct session *s, const struct inner *in)
{
	ip4_fill(&out->ip, s, in, in->length + sizeof(*out), IPPROTO_GRE);
	gre_fill(&out->gre, s, in);
}

/* No UDP checksum, which IPv4 allows: the inner packet has its own, and a sum over all of it is what a tunnel cannot afford. */
INLINE void outer4_udp_fill(struct outer4_udp *out, const struct session *s, const struct inner *in)
{
	ip4_fill(&out->ip, s, in, in->length + sizeof(*out), IPPROTO_UDP);
	out->udp.source = USER_PLANE_PORT;
	out->udp.dest = USER_PLANE_PORT;
	out->udp.len = bpf_htons(in->length + sizeof(*out) - sizeof(out->ip));
	out->udp.check = 0;
	out->tlv.type = 0;
	out->tlv.next_header = IPPROTO_GRE;
	out->tlv.length = bpf_htons(in->length + sizeof(out->gre));
	gre_fill(&out->gre, s, in);
}

INLINE __u32 overhead(const struct session *s)
{
	if (s->send_state & SESSION_OUTER_IPV6)
		return sizeof(struct outer6);
	return s->send_state & SESSION_UDP ? sizeof(struct outer4_udp) : sizeof(struct outer4);
}

INLINE int fits(struct __sk_buff *skb, const struct node *node, const struct session *s, const struct inner *in)
{
	return inner_wire_length(skb, in) + overhead(s) <= node->transport_mtu;
}

#define BRIEFLY 8

/*
 * Grows the frame by the outer headers. A buffer that came out of another tunnel of ours may still be marked as being in one
 * (segmentation offload knows its inner headers, and they have not moved): the kernel then refuses to mark it again, and we grow it
 * without. Shrinking is what lets us name the new family; before Linux 6.3 it does not, and the packet is lost.
 */
INLINE long make_room(struct __sk_buff *skb, int octets, const struct inner *in, int outer_is_ipv6, __u64 transport)
{
	__u64 mark = outer_is_ipv6 ? BPF_F_ADJ_ROOM_ENCAP_L3_IPV6 : BPF_F_ADJ_ROOM_ENCAP_L3_IPV4;
	__u64 family = outer_is_ipv6 ? BPF_F_ADJ_ROOM_DECAP_L3_IPV6 : BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	__u64 flags = BPF_F_ADJ_ROOM_FIXED_GSO;
	long result = bpf_skb_adjust_room(skb, octets, BPF_ADJ_ROOM_MAC, flags | transport | mark);

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
		if (make_room(skb, sizeof(out), in, 1, BPF_F_ADJ_ROOM_ENCAP_L4_GRE)
		    || bpf_skb_store_bytes(skb, ETH_HLEN, &out, sizeof(out), 0))
			return drop(DROP_REWRITE_FAILED);
	} else if (s->send_state & SESSION_UDP) {
		struct outer4_udp out;

		/* The kernel's segmentation writes the lengths of IP and UDP again, and knows nothing of the one between. */
		if (skb->gso_size)
			return drop(DROP_NOT_SEGMENTED);
		outer4_udp_fill(&out, s, in);
		if (make_room(skb, sizeof(out), in, 0, BPF_F_ADJ_ROOM_ENCAP_L4_UDP)
		    || bpf_skb_store_bytes(skb, ETH_HLEN, &out, sizeof(out), 0))
			return drop(DROP_REWRITE_FAILED);
	} else {
		struct outer4 out;

		outer4_fill(&out, s, in);
		if (make_room(skb, sizeof(out), in, 0, BPF_F_ADJ_ROOM_ENCAP_L4_GRE)
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
