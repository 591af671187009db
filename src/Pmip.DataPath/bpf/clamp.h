/*
 * The largest segment that each end of a TCP connection announces when it begins (RFC 9293 3.7.1), made to fit the tunnel where it is
 * larger: for paths on which Packet Too Big gets lost. XDP leaves these few packets to tc.
 */
#pragma once

#define TCP_HEADER_LENGTH 20
#define TCP_FLAGS 13
#define TCP_CHECKSUM 16
#define TCP_FLAG_SYN 2
#define TCP_OPTION_END 0
#define TCP_OPTION_NOTHING 1
#define TCP_OPTION_MSS 2
#define TCP_OPTIONS_TRIED 5

/* True for what clamp_mss is to look at. */
INLINE int begins_connection(const struct frame *f, const struct node *node, const struct inner *in)
{
	__u8 *header;

	if (!(node->flags & NODE_CLAMP_MSS) || in->protocol != IPPROTO_TCP || in->is_fragment)
		return 0;
	header = inner_payload(f, in, TCP_HEADER_LENGTH);
	return header && header[TCP_FLAGS] & TCP_FLAG_SYN;
}

/* Where the option is, from the beginning of the TCP header; 0 when there is none among the first, where everybody puts it. */
INLINE __u32 mss_option(const struct frame *f, const struct inner *in)
{
	__u8 *header = inner_payload(f, in, TCP_HEADER_LENGTH);
	__u32 place = TCP_HEADER_LENGTH, length;

	if (!header)
		return 0;
	length = (header[12] >> 4) * 4;
	if (length > in->length - in->header_length)
		return 0;
#pragma unroll
	for (int i = 0; i < TCP_OPTIONS_TRIED; i++) {
		__u8 *option = header + bounded(place, 0x3f);

		if (place + 4 > length || (void *)(option + 4) > f->end || option[0] == TCP_OPTION_END)
			return 0;
		if (option[0] == TCP_OPTION_MSS)
			return option[1] == 4 ? place : 0;
		if (option[0] != TCP_OPTION_NOTHING && option[1] < 2)
			return 0;
		place += option[0] == TCP_OPTION_NOTHING ? 1 : option[1];
	}
	return 0;
}

/* The pointers of the frame are others afterwards. */
INLINE void clamp_mss(struct __sk_buff *skb, struct frame *f, const struct node *node, const struct next_hop *hop, __u32 state,
		      const struct inner *in)
{
	__u32 mss = path_mtu(node, hop) - overhead(state) - TCP_HEADER_LENGTH - (in->is_ipv6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr));
	__u32 place = mss_option(f, in);
	__u8 *header = inner_payload(f, in, TCP_HEADER_LENGTH);
	__be16 old, new = bpf_htons(mss);
	__u8 *option;

	if (!place || !header)
		return;
	option = header + bounded(place, 0x3f);
	if ((void *)(option + 4) > f->end || (option[2] << 8 | option[3]) <= mss)
		return;
	old = option[2] | option[3] << 8;
	option[2] = mss >> 8;
	option[3] = mss;
	/* At an odd place the two octets are in different words of the sum, and count there as if they were swapped. */
	if (place & 1) {
		old = __builtin_bswap16(old);
		new = __builtin_bswap16(new);
	}
	/* Knows of sums that the sender left to the network card; an old one and a new one of the packet are the same. */
	bpf_l4_csum_replace(skb, in->offset + in->header_length + TCP_CHECKSUM, old, new, sizeof(old));
	frame_of_skb(skb, f);
}
