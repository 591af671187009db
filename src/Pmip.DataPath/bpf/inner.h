/* The inner packet: its header in our hands, and what every program wants to know of it. */
#pragma once

#define IPV4_FRAGMENT bpf_htons(0x3fff)		/* more fragments, or an offset */
#define ECN_MASK 3
#define ECN_CE 3

struct inner {
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
	};
	__u32 offset;		/* of the header in the frame */
	__u32 header_length;
	__u32 length;		/* header and payload */
	__u8 is_ipv6;
	__u8 tos;		/* or traffic class */
	__u8 hop_limit;
	__u8 protocol;
	__u8 is_fragment;
};

/* Reads and checks the header; false when it is not a whole packet of this protocol. */
INLINE int inner_read(struct __sk_buff *skb, __u32 offset, __be16 protocol, struct inner *in)
{
	__u32 room = skb->len - offset;

	in->offset = offset;
	if (protocol == bpf_htons(ETH_P_IP)) {
		if (bpf_skb_load_bytes(skb, offset, &in->v4, sizeof(in->v4)))
			return 0;
		in->is_ipv6 = 0;
		in->header_length = in->v4.ihl * 4;
		in->length = bpf_ntohs(in->v4.tot_len);
		in->tos = in->v4.tos;
		in->hop_limit = in->v4.ttl;
		in->protocol = in->v4.protocol;
		in->is_fragment = (in->v4.frag_off & IPV4_FRAGMENT) != 0;
		if (in->v4.version != 4 || in->header_length < sizeof(in->v4))
			return 0;
	} else {
		if (bpf_skb_load_bytes(skb, offset, &in->v6, sizeof(in->v6)))
			return 0;
		in->is_ipv6 = 1;
		in->header_length = sizeof(in->v6);
		in->length = bpf_ntohs(in->v6.payload_len) + sizeof(in->v6);
		in->tos = (in->v6.priority << 4) | (in->v6.flow_lbl[0] >> 4);
		in->hop_limit = in->v6.hop_limit;
		in->protocol = in->v6.nexthdr;
		in->is_fragment = in->protocol == IPPROTO_FRAGMENT;
		if (in->v6.version != 6)
			return 0;
	}
	/* The length of a packet that is still to be segmented is the buffer's, not the header's. */
	if (skb->gso_size)
		in->length = room;
	return in->length >= in->header_length && in->length <= room;
}

/* Octets of the largest packet on the wire: of a segment when the packet is still to be segmented. */
INLINE __u32 inner_wire_length(struct __sk_buff *skb, const struct inner *in)
{
	__u32 transport = sizeof(struct udphdr);
	__u8 octet = 0;

	if (!skb->gso_size)
		return in->length;
	if (in->protocol != IPPROTO_UDP) {
		/* TCP: the data offset counts words in the upper four bits. Unknown: assume the longest header. */
		transport = 60;
		if (in->protocol == IPPROTO_TCP && !bpf_skb_load_bytes(skb, in->offset + in->header_length + 12, &octet, 1))
			transport = (octet >> 4) * 4;
	}
	return in->header_length + transport + skb->gso_size;
}

/* Constant for a flow; of a fragment only the addresses count. */
INLINE __u32 inner_flow_hash(struct __sk_buff *skb, const struct inner *in)
{
	__u32 hash = in->protocol;
	__u32 ports = 0;

	if (in->is_ipv6) {
		hash ^= in->v6.saddr.s6_addr32[1] ^ in->v6.saddr.s6_addr32[3];
		hash = hash * 0x9e3779b1 + (in->v6.daddr.s6_addr32[1] ^ in->v6.daddr.s6_addr32[3]);
	} else {
		hash = (hash ^ in->v4.saddr) * 0x9e3779b1 + in->v4.daddr;
	}
	if (!in->is_fragment && (in->protocol == IPPROTO_TCP || in->protocol == IPPROTO_UDP)
	    && !bpf_skb_load_bytes(skb, in->offset + in->header_length, &ports, sizeof(ports)))
		hash = hash * 0x9e3779b1 + ports;
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

/* In our copy only; inner_write puts it into the frame. */
INLINE void inner_decrement_hop_limit(struct inner *in)
{
	__be16 *ttl_and_protocol = (__be16 *)&in->v4.ttl;
	__be16 old = *ttl_and_protocol;

	if (in->is_ipv6) {
		in->v6.hop_limit--;
	} else {
		in->v4.ttl--;
		checksum_replace(&in->v4.check, old, *ttl_and_protocol);
	}
}

/* In our copy only. */
INLINE void inner_set_ecn(struct inner *in, __u8 ecn)
{
	__be16 *first = (__be16 *)&in->v4;
	__be16 old = *first;

	if (in->is_ipv6) {
		in->v6.flow_lbl[0] = (in->v6.flow_lbl[0] & 0xcf) | (ecn << 4);
	} else {
		in->v4.tos = (in->v4.tos & ~ECN_MASK) | ecn;
		checksum_replace(&in->v4.check, old, *first);
	}
}

/* Writes back what the two above changed. */
INLINE int inner_write(struct __sk_buff *skb, __u32 offset, const struct inner *in)
{
	/* An IPv4 header keeps its sum; for IPv6 a sum that the network card made over the packet must follow. */
	return in->is_ipv6 ? bpf_skb_store_bytes(skb, offset, &in->v6, 8, BPF_F_RECOMPUTE_CSUM)
			   : bpf_skb_store_bytes(skb, offset, &in->v4, 12, 0);
}
