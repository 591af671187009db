/* The headers that we put around an inner packet: IPv6 or IPv4, UDP where the path wants it, and GRE with a key. */
#pragma once

#define OUTER_HOP_LIMIT 64
#define GRE_KEY_PRESENT bpf_htons(0x2000)
#define IPV4_DONT_FRAGMENT bpf_htons(0x4000)
#define USER_PLANE_PORT bpf_htons(5437)

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

INLINE __be16 inner_ethertype(const struct inner *in)
{
	return in->is_ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
}

/* What the headers are filled with, taken from the tables before the packet moves. */
struct wrapping {
	const struct next_hop *hop;
	__be32 key;
	__u32 flow;		/* IPv6: flow label */
	__u32 length;		/* of the inner packet */
	__be16 protocol;	/* of the inner packet */
	__u8 tos;
};

INLINE void gre_fill(struct gre *gre, const struct wrapping *w)
{
	gre->flags = GRE_KEY_PRESENT;
	gre->protocol = w->protocol;
	gre->key = w->key;
}

INLINE void outer6_fill(struct outer6 *out, const struct wrapping *w)
{
	__u64 *address = (__u64 *)&out->ip.saddr;

	*(__be32 *)&out->ip = bpf_htonl(0x60000000 | (__u32)w->tos << 20 | (w->flow & 0xfffff));
	out->ip.payload_len = bpf_htons(w->length + sizeof(out->gre));
	*(__be16 *)&out->ip.nexthdr = bpf_htons(IPPROTO_GRE << 8 | OUTER_HOP_LIMIT);
	address[0] = w->hop->local.half[0];
	address[1] = w->hop->local.half[1];
	address[2] = w->hop->remote.half[0];
	address[3] = w->hop->remote.half[1];
	gre_fill(&out->gre, w);
}

INLINE void ip4_fill(struct iphdr *ip, const struct wrapping *w, __u32 octets, __u8 protocol)
{
	__be32 source = w->hop->local.word[3];
	__be32 destination = w->hop->remote.word[3];
	__be32 *word = (__be32 *)ip;
	__be32 first = bpf_htonl(0x45000000 | (__u32)w->tos << 16 | octets);
	__be32 third = bpf_htonl(OUTER_HOP_LIMIT << 24 | (__u32)protocol << 16);
	__u64 sum = (__u64)first + IPV4_DONT_FRAGMENT + third + source + destination;

	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	word[0] = first;
	word[1] = (__be32)IPV4_DONT_FRAGMENT << 16;
	word[2] = third | (__be32)(__u16)~sum << 16;
	word[3] = source;
	word[4] = destination;
}

INLINE void outer4_fill(struct outer4 *out, const struct wrapping *w)
{
	ip4_fill(&out->ip, w, w->length + sizeof(*out), IPPROTO_GRE);
	gre_fill(&out->gre, w);
}

/* No UDP checksum, which IPv4 allows: the inner packet has its own, and a sum over all of it is what a tunnel cannot afford. */
INLINE void outer4_udp_fill(struct outer4_udp *out, const struct wrapping *w)
{
	ip4_fill(&out->ip, w, w->length + sizeof(*out), IPPROTO_UDP);
	out->udp.source = USER_PLANE_PORT;
	out->udp.dest = USER_PLANE_PORT;
	out->udp.len = bpf_htons(w->length + sizeof(*out) - sizeof(out->ip));
	out->udp.check = 0;
	out->tlv.type = 0;
	out->tlv.next_header = IPPROTO_GRE;
	out->tlv.length = bpf_htons(w->length + sizeof(out->gre));
	gre_fill(&out->gre, w);
}

INLINE __u32 overhead(__u32 state)
{
	if (state & SESSION_OUTER_IPV6)
		return sizeof(struct outer6);
	return state & SESSION_UDP ? sizeof(struct outer4_udp) : sizeof(struct outer4);
}

/* Writes Ethernet and outer headers; false when they are not all there to be written. */
INLINE int wrap(void *data, void *end, __u32 state, const struct wrapping *w)
{
	struct ethhdr *frame = data;
	void *at = frame + 1;

	if (state & SESSION_OUTER_IPV6) {
		if (at + sizeof(struct outer6) > end)
			return 0;
		outer6_fill(at, w);
		frame->h_proto = bpf_htons(ETH_P_IPV6);
	} else if (state & SESSION_UDP) {
		if (at + sizeof(struct outer4_udp) > end)
			return 0;
		outer4_udp_fill(at, w);
		frame->h_proto = bpf_htons(ETH_P_IP);
	} else {
		if (at + sizeof(struct outer4) > end)
			return 0;
		outer4_fill(at, w);
		frame->h_proto = bpf_htons(ETH_P_IP);
	}
	mac_store(frame->h_dest, w->hop->destination_mac);
	mac_store(frame->h_source, w->hop->source_mac);
	return 1;
}
