/* Filter of the socket that watches an access link for nodes that come, and for what the MAG answers itself. */
#pragma once

#define TAP_WHOLE 0xffff
#define TAP_FIRST_OCTETS 512
#define TAP_NOTHING 0
#define ICMPV6_ROUTER_SOLICITATION 133
#define ICMPV6_NEIGHBOR_SOLICITATION 135
#define ICMPV6_NEIGHBOR_ADVERTISEMENT 136

INLINE int is_answered_here(struct __sk_buff *skb, __be16 type)
{
	struct ipv6hdr ip6;
	struct iphdr ip4;
	__be16 port = 0;
	__u8 message = 0;

	if (type == bpf_htons(ETH_P_ARP))
		return 1;
	if (type == bpf_htons(ETH_P_IPV6))
		return !bpf_skb_load_bytes(skb, ETH_HLEN, &ip6, sizeof(ip6)) && ip6.nexthdr == IPPROTO_ICMPV6
		       && !bpf_skb_load_bytes(skb, ETH_HLEN + sizeof(ip6), &message, 1)
		       && (message == ICMPV6_ROUTER_SOLICITATION || message == ICMPV6_NEIGHBOR_SOLICITATION
			   || message == ICMPV6_NEIGHBOR_ADVERTISEMENT);
	return type == bpf_htons(ETH_P_IP) && !bpf_skb_load_bytes(skb, ETH_HLEN, &ip4, sizeof(ip4))
	       && ip4.protocol == IPPROTO_UDP && !(ip4.frag_off & bpf_htons(0x1fff))
	       && !bpf_skb_load_bytes(skb, ETH_HLEN + ip4.ihl * 4 + 2, &port, sizeof(port)) && port == DHCP_SERVER_PORT;
}

INLINE int tap(struct __sk_buff *skb)
{
	struct served_node key = { .interface = skb->ifindex };
	struct ethhdr frame;

	if (skb->pkt_type == PACKET_OUTGOING || bpf_skb_load_bytes(skb, 0, &frame, sizeof(frame)))
		return TAP_NOTHING;
	if (frame.h_source[0] & 1)
		return TAP_NOTHING;
	if (is_answered_here(skb, frame.h_proto))
		return TAP_WHOLE;
	/* An access point announces a station that has just come by an 802.3 frame to everybody (IEEE 802.11F). */
	if ((frame.h_dest[0] & 1) && bpf_ntohs(frame.h_proto) < ETH_P_802_3_MIN)
		return TAP_WHOLE;
	__builtin_memcpy(key.mac, frame.h_source, sizeof(key.mac));
	return bpf_map_lookup_elem(&served_nodes, &key) ? TAP_NOTHING : TAP_FIRST_OCTETS;
}
