/* The inner packet: what every program wants to know of its header, and the few octets that we change in it. */
#pragma once

#define IPV4_FRAGMENT bpf_htons(0x3fff)		/* more fragments, or an offset */
#define ECN_MASK 3
#define ECN_CE 3

struct inner {
	__u64 source;		/* upper half, or the IPv4 address; in network order */
	__u64 destination;
	__u32 offset;		/* of the header in the frame */
	__u32 header_length;
	__u32 length;		/* header and payload */
	__u8 is_ipv6;
	__u8 tos;		/* or traffic class */
	__u8 hop_limit;
	__u8 protocol;
	__u8 is_fragment;
};

/*
 * The verifier of Linux 5.10 forgets the bounds of a number that was kept on the stack, and the compiler does not know that: where the
 * offset is not a constant, it is bounded again right before its use.
 */
INLINE __u32 bounded(__u32 number, __u32 bits)
{
	if (__builtin_constant_p(number))
		return number;
	asm volatile("" : "+r"(number));
	return number & bits;
}

INLINE void *inner_at(const struct frame *f, const struct inner *in)
{
	return f->data + bounded(in->offset, 0x7f);
}

/* The sum of a header without options (RFC 1071). */
INLINE int ipv4_sum_is_right(const struct iphdr *ip)
{
	const __u32 *word = (const __u32 *)ip;
	__u64 sum = (__u64)word[0] + word[1] + word[2] + word[3] + word[4];

	sum = (sum & 0xffffffff) + (sum >> 32);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ((sum & 0xffff) + (sum >> 16)) == 0xffff;
}

/* Reads and checks the header; false when it is not a whole packet of this protocol. */
INLINE int inner_read(const struct frame *f, __u32 offset, __be16 protocol, struct inner *in)
{
	void *at = f->data + bounded(offset, 0x7f);

	in->offset = offset;
	if (protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = at;

		if ((void *)(ip + 1) > f->end)
			return 0;
		in->is_ipv6 = 0;
		in->source = ip->saddr;
		in->destination = ip->daddr;
		in->header_length = ip->ihl * 4;
		in->length = bpf_ntohs(ip->tot_len);
		in->tos = ip->tos;
		in->hop_limit = ip->ttl;
		in->protocol = ip->protocol;
		in->is_fragment = (ip->frag_off & IPV4_FRAGMENT) != 0;
		if (ip->version != 4 || in->header_length < sizeof(*ip))
			return 0;
		/* RFC 1812 5.2.2. With options, which are rare, it is the next router's: a sum that is wrong stays wrong when we change it. */
		if (in->header_length == sizeof(*ip) && !ipv4_sum_is_right(ip))
			return 0;
	} else {
		struct ipv6hdr *ip = at;

		if ((void *)(ip + 1) > f->end)
			return 0;
		in->is_ipv6 = 1;
		in->source = (__u64)ip->saddr.s6_addr32[1] << 32 | ip->saddr.s6_addr32[0];
		in->destination = (__u64)ip->daddr.s6_addr32[1] << 32 | ip->daddr.s6_addr32[0];
		in->header_length = sizeof(*ip);
		in->length = bpf_ntohs(ip->payload_len) + sizeof(*ip);
		in->tos = bpf_ntohs(*(__be16 *)ip) >> 4 & 0xff;
		in->hop_limit = ip->hop_limit;
		in->protocol = ip->nexthdr;
		in->is_fragment = in->protocol == IPPROTO_FRAGMENT;
		if (ip->version != 6)
			return 0;
	}
	/* The length of a packet that is still to be segmented is the buffer's, not the header's. */
	if (f->segment)
		in->length = f->length - offset;
	return in->length >= in->header_length && frame_holds(f, offset, in->length);
}

/* The octets behind the header; none when so many are not in the packet, whatever is behind it in the frame, or cannot be read. */
INLINE void *inner_payload(const struct frame *f, const struct inner *in, __u32 octets)
{
	void *at = inner_at(f, in) + bounded(in->header_length, 0x3c);

	return in->header_length + octets <= in->length && at + octets <= f->end ? at : 0;
}

/* Octets of the largest packet on the wire: of a segment when the packet is still to be segmented. */
INLINE __u32 inner_wire_length(const struct frame *f, const struct inner *in)
{
	__u32 transport = sizeof(struct udphdr);

	if (!f->segment)
		return in->length;
	if (in->protocol != IPPROTO_UDP) {
		/* TCP: the data offset counts words in the upper four bits. Unknown: assume the longest header. */
		__u8 *header = inner_payload(f, in, 13);

		transport = in->protocol == IPPROTO_TCP && header ? (header[12] >> 4) * 4 : 60;
	}
	return in->header_length + transport + f->segment;
}

/* Constant for a flow; of a fragment only the addresses count. */
INLINE __u32 inner_flow_hash(const struct frame *f, const struct inner *in)
{
	__u32 *at = inner_at(f, in);
	__u32 hash = in->protocol;
	__u32 *ports;

	if (in->is_ipv6) {
		if ((void *)(at + 10) > f->end)
			return 0;
		hash ^= at[3] ^ at[5];
		hash = hash * 0x9e3779b1 + (at[7] ^ at[9]);
	} else {
		hash = (hash ^ (__u32)in->source) * 0x9e3779b1 + (__u32)in->destination;
	}
	if (!in->is_fragment && (in->protocol == IPPROTO_TCP || in->protocol == IPPROTO_UDP)) {
		ports = inner_payload(f, in, sizeof(*ports));
		if (ports)
			hash = hash * 0x9e3779b1 + *ports;
	}
	hash ^= hash >> 16;
	hash *= 0x85ebca6b;
	hash ^= hash >> 13;
	return hash;
}

/* RFC 1624, equation 3. */
INLINE void checksum_replace(__sum16 *check, __be16 old, __be16 new)
{
	__u32 sum = (__u16)~*check + (__u16)~old + new;

	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	*check = ~sum;
}

/* Each changes one 16-bit word of the header and gives what that does to a sum over the packet: nothing when the header has its own. */
INLINE __u32 sum_change(__be16 old, __be16 new)
{
	return (__u32)(__u16)~old + new;
}

INLINE __u32 inner_decrement_hop_limit(const struct frame *f, const struct inner *in)
{
	void *at = inner_at(f, in);

	if (in->is_ipv6) {
		struct ipv6hdr *ip = at;
		__be16 *word = (__be16 *)&ip->nexthdr;
		__be16 old;

		if ((void *)(ip + 1) > f->end)
			return 0;
		old = *word;
		ip->hop_limit = in->hop_limit - 1;
		return sum_change(old, *word);
	} else {
		struct iphdr *ip = at;
		__be16 *word = (__be16 *)&ip->ttl;
		__be16 old;

		if ((void *)(ip + 1) > f->end)
			return 0;
		old = *word;
		ip->ttl = in->hop_limit - 1;
		checksum_replace(&ip->check, old, *word);
		return 0;
	}
}

INLINE __u32 inner_set_tos(const struct frame *f, const struct inner *in, __u8 tos)
{
	__be16 *first = inner_at(f, in);
	__be16 old;

	if ((void *)(first + 6) > f->end)
		return 0;
	old = *first;
	if (in->is_ipv6) {
		*first = (old & ~bpf_htons(0xff0)) | bpf_htons(tos << 4);
		return sum_change(old, *first);
	}
	*first = (old & ~bpf_htons(0xff)) | bpf_htons(tos);
	checksum_replace(first + 5, old, *first);
	return 0;
}
