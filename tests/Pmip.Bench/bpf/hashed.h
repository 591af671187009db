/*
 * The baseline: a session is found in a hash table by the address or the key, and counts in an array for each processor. The same
 * headers over IPv6 transport as the product's and no more checks than it takes to find the session.
 */
#pragma once

struct hashed_entry {
	struct address source;
	struct address destination;
	__be32 key;
	__u32 number;
	__u32 interface;
	__u32 mtu;
	__u8 destination_mac[6];
	__u8 source_mac[6];
	__u32 spare;
};

struct hashed_count {
	__u64 packets;
	__u64 octets;
};

TABLE(hashed_by_address4, BPF_MAP_TYPE_HASH, __be32, struct hashed_entry);
TABLE(hashed_by_prefix, BPF_MAP_TYPE_HASH, __u64, struct hashed_entry);
TABLE(hashed_by_key, BPF_MAP_TYPE_HASH, __be32, struct hashed_entry);
TABLE(hashed_counts, BPF_MAP_TYPE_PERCPU_ARRAY, __u32, struct hashed_count);

INLINE void hashed_count(const struct hashed_entry *e, __u32 octets)
{
	struct hashed_count *count = bpf_map_lookup_elem(&hashed_counts, &e->number);

	if (count) {
		count->packets++;
		count->octets += octets;
	}
}

INLINE struct hashed_entry *hashed_find(const struct inner *in)
{
	__be32 address = in->destination;
	__u64 prefix = in->destination;

	return in->is_ipv6 ? bpf_map_lookup_elem(&hashed_by_prefix, &prefix)
			   : bpf_map_lookup_elem(&hashed_by_address4, &address);
}

INLINE int hashed_encap(struct xdp_md *xdp)
{
	struct hashed_entry *e;
	struct inner in = {};
	struct ethhdr *frame;
	struct outer6 *out;
	struct frame f;
	__u32 flow;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	if ((void *)(frame + 1) > f.end || !inner_read(&f, ETH_HLEN, frame->h_proto, &in))
		return XDP_DROP;
	e = hashed_find(&in);
	if (!e || in.hop_limit <= 1 || in.length + sizeof(*out) > e->mtu)
		return XDP_PASS;
	flow = inner_flow_hash(&f, &in);
	inner_decrement_hop_limit(&f, &in);
	hashed_count(e, in.length);
	if (bpf_xdp_adjust_head(xdp, -(int)sizeof(*out)))
		return XDP_DROP;
	frame = (void *)(long)xdp->data;
	out = (void *)(frame + 1);
	if ((void *)(out + 1) > (void *)(long)xdp->data_end)
		return XDP_DROP;
	*(__be32 *)&out->ip = bpf_htonl(0x60000000 | (__u32)in.tos << 20 | (flow & 0xfffff));
	out->ip.payload_len = bpf_htons(in.length + sizeof(out->gre));
	out->ip.nexthdr = IPPROTO_GRE;
	out->ip.hop_limit = OUTER_HOP_LIMIT;
	__builtin_memcpy(&out->ip.saddr, &e->source, sizeof(out->ip.saddr));
	__builtin_memcpy(&out->ip.daddr, &e->destination, sizeof(out->ip.daddr));
	out->gre.flags = GRE_KEY_PRESENT;
	out->gre.protocol = inner_ethertype(&in);
	out->gre.key = e->key;
	__builtin_memcpy(frame->h_dest, e->destination_mac, sizeof(frame->h_dest));
	__builtin_memcpy(frame->h_source, e->source_mac, sizeof(frame->h_source));
	frame->h_proto = bpf_htons(ETH_P_IPV6);
	return bpf_redirect_map(&redirect_ports, e->interface, 0);
}

INLINE int hashed_decap(struct xdp_md *xdp)
{
	struct hashed_entry *e;
	struct inner in = {};
	struct ethhdr *frame;
	struct outer6 *out;
	struct frame f;
	__be32 key;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	out = (void *)(frame + 1);
	if ((void *)(out + 1) > f.end || out->ip.nexthdr != IPPROTO_GRE || out->gre.flags != GRE_KEY_PRESENT)
		return XDP_PASS;
	key = out->gre.key;
	e = bpf_map_lookup_elem(&hashed_by_key, &key);
	if (!e || !inner_read(&f, ETH_HLEN + sizeof(*out), out->gre.protocol, &in))
		return XDP_PASS;
	if (out->ip.saddr.s6_addr32[3] != e->destination.word[3] || out->ip.saddr.s6_addr32[0] != e->destination.word[0] || in.hop_limit <= 1)
		return XDP_PASS;
	inner_decrement_hop_limit(&f, &in);
	hashed_count(e, in.length);
	if (bpf_xdp_adjust_head(xdp, sizeof(*out)))
		return XDP_DROP;
	frame = (void *)(long)xdp->data;
	if ((void *)(frame + 1) > (void *)(long)xdp->data_end)
		return XDP_DROP;
	__builtin_memcpy(frame->h_dest, e->destination_mac, sizeof(frame->h_dest));
	__builtin_memcpy(frame->h_source, e->source_mac, sizeof(frame->h_source));
	frame->h_proto = inner_ethertype(&in);
	return bpf_redirect_map(&redirect_ports, e->interface, 0);
}
