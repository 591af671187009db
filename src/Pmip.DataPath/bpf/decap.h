/* From GRE with a key to the inner packet: who may have sent it, whose it is, and where it goes. */
#pragma once

#define GRE_FLAG_KEY 0x2000
#define GRE_FLAG_SEQUENCE 0x1000
#define OPTION_ENCAPSULATION_LIMIT 4		/* RFC 2473 4.1.1; Linux sends it by default */
#define NOT_OURS 0

struct outer {
	struct address source;
	__u32 gre_offset;	/* NOT_OURS when the packet is no GRE for us */
	__u8 tos;
	__u8 is_ipv6;
	__u8 is_udp;
};

INLINE int same_address(const struct address *a, const struct address *b)
{
	return a->half[0] == b->half[0] && a->half[1] == b->half[1];
}

/* Fills *out; negative when the packet was counted as dropped. */
INLINE int outer6_read(struct __sk_buff *skb, const struct node *node, struct outer *out)
{
	struct address destination;
	struct ipv6hdr ip;
	__u8 options[8];

	if (bpf_skb_load_bytes(skb, ETH_HLEN, &ip, sizeof(ip)))
		return 0;
	__builtin_memcpy(&destination, &ip.daddr, sizeof(destination));
	if (!same_address(&destination, &node->local6))
		return 0;
	__builtin_memcpy(&out->source, &ip.saddr, sizeof(out->source));
	out->tos = (ip.priority << 4) | (ip.flow_lbl[0] >> 4);
	out->is_ipv6 = 1;
	if (ip.nexthdr == IPPROTO_GRE) {
		out->gre_offset = ETH_HLEN + sizeof(ip);
		return 0;
	}
	if (ip.nexthdr != IPPROTO_DSTOPTS && ip.nexthdr != IPPROTO_FRAGMENT)
		return 0;
	if (bpf_skb_load_bytes(skb, ETH_HLEN + sizeof(ip), options, sizeof(options)) || options[0] != IPPROTO_GRE)
		return 0;
	if (ip.nexthdr == IPPROTO_FRAGMENT) {
		drop(DROP_OUTER_FRAGMENT);
		return -1;
	}
	if (options[1] != 0 || options[2] != OPTION_ENCAPSULATION_LIMIT || options[3] != 1) {
		drop(DROP_OUTER_OPTIONS);
		return -1;
	}
	out->gre_offset = ETH_HLEN + sizeof(ip) + sizeof(options);
	return 0;
}

/* IPv4, UDP, the TLV header and GRE, each with the same end (RFC 5845 4); negative when counted as dropped. */
INLINE int outer4_udp_read(struct __sk_buff *skb, const struct iphdr *ip, struct outer *out)
{
	struct {
		struct udphdr udp;
		struct tlv tlv;
	} behind;

	if (bpf_skb_load_bytes(skb, ETH_HLEN + sizeof(*ip), &behind, sizeof(behind))) {
		drop(DROP_TRUNCATED);
		return -1;
	}
	if (behind.tlv.type != 0 || behind.tlv.next_header != IPPROTO_GRE
	    || bpf_ntohs(behind.udp.len) != bpf_ntohs(behind.tlv.length) + sizeof(behind)
	    || bpf_ntohs(ip->tot_len) != bpf_ntohs(behind.udp.len) + sizeof(*ip)) {
		drop(DROP_TLV_HEADER);
		return -1;
	}
	out->is_udp = 1;
	out->gre_offset = ETH_HLEN + sizeof(*ip) + sizeof(behind);
	return 0;
}

/* True for the port of the user plane. A fragment without a UDP header is nobody's that we know. */
INLINE int is_user_plane(struct __sk_buff *skb, const struct iphdr *ip)
{
	__be16 port = 0;

	return ip->protocol == IPPROTO_UDP && !(ip->frag_off & bpf_htons(0x1fff)) && ip->ihl >= 5
	       && !bpf_skb_load_bytes(skb, ETH_HLEN + ip->ihl * 4 + 2, &port, sizeof(port)) && port == USER_PLANE_PORT;
}

INLINE int outer4_read(struct __sk_buff *skb, const struct node *node, struct outer *out)
{
	struct iphdr ip;

	if (bpf_skb_load_bytes(skb, ETH_HLEN, &ip, sizeof(ip)))
		return 0;
	if (ip.daddr != node->local4.word[3] || node->local4.word[2] != MAPPED_WORD)
		return 0;
	if (ip.protocol != IPPROTO_GRE && !is_user_plane(skb, &ip))
		return 0;
	if (ip.frag_off & IPV4_FRAGMENT) {
		drop(DROP_OUTER_FRAGMENT);
		return -1;
	}
	if (ip.ihl != 5) {
		drop(DROP_OUTER_OPTIONS);
		return -1;
	}
	out->source.half[0] = 0;
	out->source.word[2] = MAPPED_WORD;
	out->source.word[3] = ip.saddr;
	out->tos = ip.tos;
	out->is_ipv6 = 0;
	if (ip.protocol == IPPROTO_UDP)
		return outer4_udp_read(skb, &ip, out);
	out->gre_offset = ETH_HLEN + sizeof(ip);
	return 0;
}

/* True when the entry is of this key, and at the MAG also of this LMA. */
INLINE int takes(const struct session *s, __be32 key, const struct address *source)
{
	__u32 state = s->receive_state;

	return state & SESSION_INSTALLED && s->receive_key == key
	       && (state & SESSION_AT_LMA || same_address(&s->receive_remote, source));
}

INLINE struct session *session_by_foreign_key(struct foreign_key *key, const struct address *source)
{
	__u32 *index = bpf_map_lookup_elem(&foreign_keys, key);
	struct session *s = index ? bpf_map_lookup_elem(&sessions, index) : 0;

	return s && takes(s, key->key, source) ? s : 0;
}

/* The low bits of a key that we chose say the place; a key of other origin is found by the remote end and the key (R14). */
INLINE struct session *session_by_key(const struct node *node, __be32 key, const struct address *source, enum drop_reason *why)
{
	struct foreign_key foreign = { .remote = *source, .key = key };
	__u32 index = bpf_ntohl(key) & node->index_mask;
	struct session *placed = bpf_map_lookup_elem(&sessions, &index);
	struct session *s;

	if (placed && takes(placed, key, source))
		return placed;
	s = session_by_foreign_key(&foreign, source);
	if (s)
		return s;
	foreign.remote.half[0] = 0;
	foreign.remote.half[1] = 0;
	s = session_by_foreign_key(&foreign, source);
	*why = placed && placed->receive_state & SESSION_INSTALLED && placed->receive_key == key ? DROP_OUTER_SOURCE_WRONG
												: DROP_GRE_KEY_UNKNOWN;
	return s;
}

INLINE int is_trusted(const struct node *node, const struct address *source)
{
	struct source_key key = { .length = 128 };

	if (node->accept_any_source)
		return 1;
	__builtin_memcpy(key.word, source, sizeof(key.word));
	return bpf_map_lookup_elem(&trusted_sources, &key) != 0;
}

/* True when the address, the inner source at the LMA and the inner destination at the MAG, is one of the session's. */
INLINE int owns(const struct session *s, const struct inner *in, int at_lma)
{
	__u64 half;

	if (!in->is_ipv6)
		return s->home4 && s->home4 == (at_lma ? in->v4.saddr : in->v4.daddr);
	__builtin_memcpy(&half, at_lma ? &in->v6.saddr : &in->v6.daddr, sizeof(half));
	return half && (half == s->prefix[0] || half == s->prefix[1] || half == s->prefix[2] || half == s->prefix[3]);
}

/* RFC 6040 4.2: what the inner ECN field becomes; negative to drop. */
INLINE int ecn_after_tunnel(__u8 outer, __u8 inner)
{
	outer &= ECN_MASK;
	inner &= ECN_MASK;
	if (outer == ECN_CE)
		return inner ? ECN_CE : -1;
	/* ECT(1) outside moves in over ECT(0); every other pair leaves the inner field. */
	return outer == 1 && inner == 2 ? 1 : inner;
}

/* Takes off everything between the Ethernet header and the inner header. */
INLINE long strip(struct __sk_buff *skb, const struct outer *out, const struct inner *in)
{
	int octets = in->offset - ETH_HLEN;
	__u64 family = in->is_ipv6 ? BPF_F_ADJ_ROOM_DECAP_L3_IPV6 : BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	long result;

	if (out->is_ipv6 == in->is_ipv6)
		return bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO);
	result = bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO | family);
	if (result != -EINVAL)
		return result;
	/* Before Linux 6.3 the flags do not exist: changing the protocol moves 20 octets, the rest goes as within one family. */
	result = bpf_skb_change_proto(skb, inner_ethertype(in), 0);
	if (result)
		return result;
	octets += in->is_ipv6 ? 20 : -20;
	return bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO);
}

/* MAG: to the node on its access link. */
INLINE int send_to_node(struct __sk_buff *skb, const struct session *s, const struct inner *in)
{
	struct ethhdr frame;

	__builtin_memcpy(frame.h_dest, s->node_mac, sizeof(frame.h_dest));
	__builtin_memcpy(frame.h_source, s->gateway_mac, sizeof(frame.h_source));
	frame.h_proto = inner_ethertype(in);
	if (bpf_skb_store_bytes(skb, 0, &frame, sizeof(frame), 0))
		return drop(DROP_REWRITE_FAILED);
	return bpf_redirect(s->receive_interface, 0);
}

INLINE int decapsulate(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	enum drop_reason why = DROP_GRE_KEY_UNKNOWN;
	struct outer out = {};
	struct inner in = {};
	struct session *s;
	struct gre gre;
	__u16 flags;
	int at_lma, to_kernel, ecn;

	if (!node)
		return TO_KERNEL;
	if (skb->protocol == bpf_htons(ETH_P_IPV6)) {
		if (outer6_read(skb, node, &out))
			return TC_ACT_SHOT;
	} else if (skb->protocol == bpf_htons(ETH_P_IP)) {
		if (outer4_read(skb, node, &out))
			return TC_ACT_SHOT;
	}
	if (out.gre_offset == NOT_OURS)
		return TO_KERNEL;
	if (bpf_skb_load_bytes(skb, out.gre_offset, &gre, sizeof(gre)))
		return drop(DROP_TRUNCATED);
	flags = bpf_ntohs(gre.flags);
	if (flags & ~(GRE_FLAG_KEY | GRE_FLAG_SEQUENCE))
		return drop(DROP_GRE_FLAGS);
	if (!(flags & GRE_FLAG_KEY))
		return drop(DROP_GRE_KEY_ABSENT);
	if (flags & GRE_FLAG_SEQUENCE)
		return drop(DROP_GRE_SEQUENCE);
	if (gre.protocol != bpf_htons(ETH_P_IP) && gre.protocol != bpf_htons(ETH_P_IPV6))
		return drop(DROP_GRE_PROTOCOL);
	s = session_by_key(node, gre.key, &out.source, &why);
	if (!s)
		return drop(why);
	at_lma = (s->receive_state & SESSION_AT_LMA) != 0;
	if (at_lma && !is_trusted(node, &out.source))
		return drop(DROP_OUTER_SOURCE_UNTRUSTED);
	if (!(s->receive_state & SESSION_UDP) != !out.is_udp)
		return drop(DROP_ENCAPSULATION_WRONG);
	if (!(s->receive_state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	if (!inner_read(skb, out.gre_offset + sizeof(gre), gre.protocol, &in))
		return drop(DROP_INNER_HEADER);
	if (!owns(s, &in, at_lma))
		return drop(at_lma ? DROP_INNER_SOURCE_WRONG : DROP_INNER_DESTINATION_WRONG);
	ecn = ecn_after_tunnel(out.tos, in.tos);
	if (ecn < 0)
		return drop(DROP_CONGESTION_NOT_ECT);
	if (strip(skb, &out, &in))
		return drop(DROP_REWRITE_FAILED);
	/* The LMA's kernel routes, and so decrements; it also answers for the MAG when the packet's time is over. */
	to_kernel = at_lma || in.hop_limit <= 1;
	if (ecn != (in.tos & ECN_MASK))
		inner_set_ecn(&in, ecn);
	if (!to_kernel)
		inner_decrement_hop_limit(&in);
	if ((!to_kernel || ecn != (in.tos & ECN_MASK)) && inner_write(skb, ETH_HLEN, &in))
		return drop(DROP_REWRITE_FAILED);
	__sync_fetch_and_add(&s->packets_in, 1);
	__sync_fetch_and_add(&s->octets_in, in.length);
	return to_kernel ? bpf_redirect(node->tunnel_interface, BPF_F_INGRESS) : send_to_node(skb, s, &in);
}
