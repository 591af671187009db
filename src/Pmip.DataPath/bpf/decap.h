/* From GRE with a key to the inner packet: who may have sent it, whose it is, and where it goes. */
#pragma once

#define GRE_FLAG_CHECKSUM 0x8000
#define GRE_FLAG_KEY 0x2000
#define GRE_FLAG_SEQUENCE 0x1000
#define OPTION_ENCAPSULATION_LIMIT 4		/* RFC 2473 4.1.1; Linux sends it by default */

struct outer {
	struct address source;
	__u32 gre_offset;
	__u32 end;		/* of the packet in the frame, as its header says */
	__u8 tos;
	__u8 is_ipv6;
	__u8 is_udp;
	__u8 at_tc;
};

/* LEFT: it is no GRE for us. */
INLINE int outer6_read(const struct frame *f, const struct node *node, struct outer *out)
{
	struct ipv6hdr *ip = f->data + ETH_HLEN;
	__u8 *options = (__u8 *)(ip + 1);
	__u64 *at = (__u64 *)&ip->saddr;

	if ((void *)(ip + 1) > f->end)
		return LEFT;
	if (at[2] != node->local6.half[0] || at[3] != node->local6.half[1])
		return LEFT;
	out->source.half[0] = at[0];
	out->source.half[1] = at[1];
	out->tos = bpf_ntohs(*(__be16 *)ip) >> 4 & 0xff;
	out->end = ETH_HLEN + sizeof(*ip) + bpf_ntohs(ip->payload_len);
	out->is_ipv6 = 1;
	if (ip->nexthdr == IPPROTO_GRE) {
		out->gre_offset = ETH_HLEN + sizeof(*ip);
		return ip->version == 6 ? GOES_ON : drop(DROP_OUTER_HEADER);
	}
	if (ip->nexthdr != IPPROTO_DSTOPTS && ip->nexthdr != IPPROTO_FRAGMENT)
		return LEFT;
	if ((void *)(options + 8) > f->end || options[0] != IPPROTO_GRE)
		return LEFT;
	if (ip->version != 6)
		return drop(DROP_OUTER_HEADER);
	if (ip->nexthdr == IPPROTO_FRAGMENT)
		return leave_fragment(node, &out->source, out->at_tc);
	if (options[1] != 0 || options[2] != OPTION_ENCAPSULATION_LIMIT || options[3] != 1)
		return drop(DROP_OUTER_OPTIONS);
	out->gre_offset = ETH_HLEN + sizeof(*ip) + 8;
	return GOES_ON;
}

/* IPv4, UDP, the TLV header and GRE, each with the same end (RFC 5845 4). */
INLINE int outer4_udp_read(const struct frame *f, const struct iphdr *ip, struct outer *out)
{
	struct {
		struct udphdr udp;
		struct tlv tlv;
	} *behind = (void *)(ip + 1);

	if ((void *)(behind + 1) > f->end)
		return drop(DROP_TRUNCATED);
	if (behind->tlv.type != 0 || behind->tlv.next_header != IPPROTO_GRE
	    || bpf_ntohs(behind->udp.len) != bpf_ntohs(behind->tlv.length) + sizeof(*behind)
	    || bpf_ntohs(ip->tot_len) != bpf_ntohs(behind->udp.len) + sizeof(*ip))
		return drop(DROP_TLV_HEADER);
	out->is_udp = 1;
	out->gre_offset = ETH_HLEN + sizeof(*ip) + sizeof(*behind);
	return GOES_ON;
}

/* True for the port of the user plane. A fragment without a UDP header is nobody's that we know. */
INLINE int is_user_plane(const struct frame *f, const struct iphdr *ip)
{
	__be16 *ports = (void *)ip + ip->ihl * 4;

	return ip->protocol == IPPROTO_UDP && !(ip->frag_off & bpf_htons(0x1fff)) && ip->ihl >= 5 && (void *)(ports + 2) <= f->end
	       && ports[1] == USER_PLANE_PORT;
}

INLINE int outer4_read(const struct frame *f, const struct node *node, struct outer *out)
{
	struct iphdr *ip = f->data + ETH_HLEN;

	if ((void *)(ip + 1) > f->end)
		return LEFT;
	if (ip->daddr != node->local4.word[3] || node->local4.word[2] != MAPPED_WORD)
		return LEFT;
	if (ip->protocol != IPPROTO_GRE && !is_user_plane(f, ip))
		return LEFT;
	out->source.half[0] = 0;
	out->source.half[1] = (__u64)ip->saddr << 32 | MAPPED_WORD;
	if (ip->version != 4 || ip->ihl < 5)
		return drop(DROP_OUTER_HEADER);
	if (ip->frag_off & IPV4_FRAGMENT)
		return leave_fragment(node, &out->source, out->at_tc);
	if (ip->ihl != 5)
		return drop(DROP_OUTER_OPTIONS);
	if (!ipv4_sum_is_right(ip))
		return drop(DROP_OUTER_HEADER);
	out->tos = ip->tos;
	out->end = ETH_HLEN + bpf_ntohs(ip->tot_len);
	out->is_ipv6 = 0;
	if (ip->protocol == IPPROTO_UDP)
		return outer4_udp_read(f, ip, out);
	out->gre_offset = ETH_HLEN + sizeof(*ip);
	return GOES_ON;
}

INLINE int outer_read(const struct frame *f, const struct node *node, __be16 protocol, struct outer *out)
{
	if (protocol == bpf_htons(ETH_P_IPV6))
		return outer6_read(f, node, out);
	return protocol == bpf_htons(ETH_P_IP) ? outer4_read(f, node, out) : LEFT;
}

/* The lengths of what is still to be segmented are the buffer's; any other packet has its headers and is not longer than its frame. */
INLINE int ends_in_frame(const struct frame *f, struct outer *out, __u32 octets)
{
	if (f->segment) {
		out->end = f->length;
		return 1;
	}
	return out->end >= out->gre_offset + octets && frame_holds(f, 0, out->end);
}

INLINE int gre_check(const struct gre *gre)
{
	__u16 flags = bpf_ntohs(gre->flags);

	if (flags & ~(GRE_FLAG_CHECKSUM | GRE_FLAG_KEY | GRE_FLAG_SEQUENCE))
		return drop(DROP_GRE_FLAGS);
	if (!(flags & GRE_FLAG_KEY))
		return drop(DROP_GRE_KEY_ABSENT);
	if (gre->protocol != bpf_htons(ETH_P_IP) && gre->protocol != bpf_htons(ETH_P_IPV6))
		return drop(DROP_GRE_PROTOCOL);
	return GOES_ON;
}

/* True when the address, the inner source at the LMA and the inner destination at the MAG, is one of the session's. */
INLINE int owns(const struct receive_session *s, const struct inner *in, int at_lma)
{
	__u64 address = at_lma ? in->source : in->destination;

	if (!address)
		return 0;
	if (!in->is_ipv6)
		return s->home4 == (__u32)address;
	if (s->prefix == address)
		return 1;
	return s->other_prefix[0] == address || s->other_prefix[1] == address || s->other_prefix[2] == address;
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

/* What decapsulation found out, before anything is changed. */
struct arrival {
	struct outer out;
	struct inner in;
	struct receive_session *session;
	__u32 state;
	__u8 tos;		/* of the inner packet, from now on */
};

/* The key is behind the checksum, where there is one (RFC 2890 2); *length is of what has been read so far. */
INLINE int gre_key(const struct frame *f, const struct gre *gre, __be32 *key, __u32 *length)
{
	const __be32 *word = (const __be32 *)gre;

	*length = sizeof(*gre);
	*key = gre->key;
	if (!(gre->flags & bpf_htons(GRE_FLAG_CHECKSUM)))
		return 1;
	if ((void *)(word + 3) > f->end)
		return 0;
	*length += sizeof(*word);
	*key = word[2];
	return 1;
}

/*
 * A sequence number is the process's to look at when both ends agreed on them; a checksum is, too, unless the kernel has joined
 * several packets to one, which it does only after it has verified each checksum (net/ipv4/gre_offload.c).
 */
INLINE int gre_extras(const struct frame *f, const struct gre *gre, __u32 state, int at_tc)
{
	if (gre->flags & bpf_htons(GRE_FLAG_SEQUENCE))
		return state & SESSION_SEQUENCE ? LEFT : drop(DROP_GRE_SEQUENCE);
	if (gre->flags & bpf_htons(GRE_FLAG_CHECKSUM) && !f->segment)
		return leave_to_process(BUDGET_ARRIVING, at_tc);
	return GOES_ON;
}

INLINE int arrive(const struct frame *f, const struct node *node, __be16 protocol, struct arrival *a)
{
	enum drop_reason why = DROP_GRE_KEY_UNKNOWN;
	int fate = outer_read(f, node, protocol, &a->out);
	struct gre *gre;
	__u32 length;
	__be32 key;
	int at_lma, ecn;

	if (fate != GOES_ON)
		return fate;
	gre = f->data + bounded(a->out.gre_offset, 0x7f);
	if ((void *)(gre + 1) > f->end || !ends_in_frame(f, &a->out, sizeof(*gre)))
		return drop(DROP_TRUNCATED);
	fate = gre_check(gre);
	if (fate != GOES_ON)
		return fate;
	if (!gre_key(f, gre, &key, &length) || a->out.end < a->out.gre_offset + length)
		return drop(DROP_TRUNCATED);
	a->session = session_by_key(node, key, &a->out.source, &why);
	if (!a->session)
		return drop(why);
	a->state = a->session->state;
	at_lma = (a->state & SESSION_AT_LMA) != 0;
	if (at_lma && !is_trusted(node, a->session, &a->out.source))
		return drop(DROP_OUTER_SOURCE_UNTRUSTED);
	if (!(a->state & SESSION_UDP) != !a->out.is_udp)
		return drop(DROP_ENCAPSULATION_WRONG);
	if (!(a->state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	fate = gre_extras(f, gre, a->state, a->out.at_tc);
	if (fate != GOES_ON)
		return fate;
	if (!inner_read(f, a->out.gre_offset + length, gre->protocol, &a->in) || a->in.offset + a->in.length > a->out.end)
		return drop(DROP_INNER_HEADER);
	if (!owns(a->session, &a->in, at_lma))
		return drop(at_lma ? DROP_INNER_SOURCE_WRONG : DROP_INNER_DESTINATION_WRONG);
	ecn = ecn_after_tunnel(a->out.tos, a->in.tos);
	if (ecn < 0)
		return drop(DROP_CONGESTION_NOT_ECT);
	a->tos = ((node->flags & NODE_UNIFORM ? a->out.tos : a->in.tos) & ~ECN_MASK) | ecn;
	return GOES_ON;
}

INLINE void count_in(const struct arrival *a)
{
	__sync_fetch_and_add(&a->session->packets, 1);
	__sync_fetch_and_add(&a->session->octets, a->in.length);
}

INLINE void towards_node(const struct receive_session *s, struct leaving *to)
{
	to->destination_mac = mac_at(s->node_mac);
	to->source_mac = mac_at(s->gateway_mac);
	to->interface = s->interface;
}

INLINE int frame_write(void *data, void *end, const struct leaving *to, const struct inner *in)
{
	struct ethhdr *frame = data;

	if ((void *)(frame + 1) > end)
		return 0;
	mac_store(frame->h_dest, to->destination_mac);
	mac_store(frame->h_source, to->source_mac);
	frame->h_proto = inner_ethertype(in);
	return 1;
}

/* Takes off everything between the Ethernet header and the inner header. */
INLINE long strip(struct __sk_buff *skb, const struct arrival *a)
{
	int octets = a->in.offset - ETH_HLEN;
	__u64 family = a->in.is_ipv6 ? BPF_F_ADJ_ROOM_DECAP_L3_IPV6 : BPF_F_ADJ_ROOM_DECAP_L3_IPV4;
	long result;

	if (a->out.is_ipv6 == a->in.is_ipv6)
		return bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO);
	result = bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO | family);
	if (result != -EINVAL)
		return result;
	/* Before Linux 6.3 the flags do not exist: changing the protocol moves 20 octets, the rest goes as within one family. */
	result = bpf_skb_change_proto(skb, inner_ethertype(&a->in), 0);
	if (result)
		return result;
	octets += a->in.is_ipv6 ? 20 : -20;
	return bpf_skb_adjust_room(skb, -octets, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_FIXED_GSO);
}

INLINE int skb_decapsulate(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct arrival a = {};
	struct leaving to = {};
	struct frame f;
	__u32 change = 0;
	int fate, known;

	if (!node || skb->pkt_type == PACKET_OTHERHOST)
		return LEFT;
	frame_of_skb(skb, &f);
	a.out.at_tc = 1;
	fate = arrive(&f, node, skb->protocol, &a);
	if (fate != GOES_ON)
		return fate;
	if (begins_connection(&f, node, &a.in))
		clamp_mss(skb, &f, node, hop_entry(a.session->next_hop), a.state, &a.in);
	/* The kernel answers when the packet's time is over; at the LMA it routes, and so decrements. */
	known = a.in.hop_limit > 1;
	if (known && a.state & SESSION_AT_LMA)
		known = route_known(skb, node, &f, &a.in, &to);
	else if (known)
		towards_node(a.session, &to);
	if (!may_enter(&f, a.session, a.state, &a.in))
		return drop(DROP_POLICED);
	if (a.tos != a.in.tos)
		change = inner_set_tos(&f, &a.in, a.tos);
	if (known)
		change += inner_decrement_hop_limit(&f, &a.in);
	if (change)
		bpf_csum_update(skb, change);
	if (strip(skb, &a))
		return drop(DROP_REWRITE_FAILED);
	count_in(&a);
	if (!known) {
		bpf_redirect(node->tunnel_interface, BPF_F_INGRESS);
		return GOES_ON;
	}
	if (!frame_write((void *)(long)skb->data, (void *)(long)skb->data_end, &to, &a.in))
		return drop(DROP_REWRITE_FAILED);
	bpf_redirect(to.interface, 0);
	return GOES_ON;
}

/* The frame is known to be whole here, so what tc would drop is dropped. What the kernel has to see goes on to tc as it came. */
INLINE int xdp_decapsulate(struct xdp_md *xdp, const struct node *node, long *verdict)
{
	struct arrival a = {};
	struct leaving to = {};
	struct ethhdr *frame;
	struct frame f;
	int fate;

	frame_of_xdp(xdp, &f);
	frame = f.data;
	if ((void *)(frame + 1) > f.end)
		return LEFT;
	fate = arrive(&f, node, frame->h_proto, &a);
	if (fate != GOES_ON)
		return fate;
	if (a.in.hop_limit <= 1 || a.state & SESSION_RARE || begins_connection(&f, node, &a.in))
		return LEFT;
	if (!(a.state & SESSION_AT_LMA))
		towards_node(a.session, &to);
	else if (!route_known(xdp, node, &f, &a.in, &to))
		return LEFT;
	if (!xdp_reaches(to.interface))
		return LEFT;
	if (!may_enter(&f, a.session, a.state, &a.in))
		return drop(DROP_POLICED);
	if (a.tos != a.in.tos)
		inner_set_tos(&f, &a.in, a.tos);
	inner_decrement_hop_limit(&f, &a.in);
	if (bpf_xdp_adjust_head(xdp, a.in.offset - ETH_HLEN)
	    || !frame_write((void *)(long)xdp->data, (void *)(long)xdp->data_end, &to, &a.in))
		return drop(DROP_REWRITE_FAILED);
	count_in(&a);
	*verdict = bpf_redirect_map(&redirect_ports, to.interface, 0);
	return GOES_ON;
}
