/*
 * All tunnelled packets between two nodes have one pair of addresses, and most network cards then give them all to one processor.
 * Where wanted, that one only looks at the inner flow and lets other processors do the rest, in the order of each flow.
 */
#pragma once

/* Where GRE would be; 0 for anything unusual, which the first processor looks at itself. */
INLINE __u32 plain_gre_offset(const struct frame *f, __be16 protocol)
{
	struct ipv6hdr *ip6 = f->data + ETH_HLEN;
	struct iphdr *ip4 = f->data + ETH_HLEN;

	if (protocol == bpf_htons(ETH_P_IPV6))
		return (void *)(ip6 + 1) <= f->end && ip6->nexthdr == IPPROTO_GRE ? ETH_HLEN + sizeof(*ip6) : 0;
	if (protocol != bpf_htons(ETH_P_IP) || (void *)(ip4 + 1) > f->end || ip4->ihl != 5 || ip4->frag_off & IPV4_FRAGMENT)
		return 0;
	return ip4->protocol == IPPROTO_GRE ? ETH_HLEN + sizeof(*ip4) : 0;
}

/* Negative when the packet is not one to be spread. */
INLINE long spread(const struct frame *f, const struct node *node, __be16 protocol)
{
	__u32 offset = plain_gre_offset(f, protocol);
	struct gre *gre = f->data + bounded(offset, 0x7f);
	struct inner in = {};
	__u32 processor;

	if (!offset || (void *)(gre + 1) > f->end || !inner_read(f, offset + sizeof(*gre), gre->protocol, &in))
		return -1;
	processor = ((__u64)inner_flow_hash(f, &in) * node->processors) >> 32;
	return bpf_redirect_map(&processors, processor, XDP_PASS);
}
