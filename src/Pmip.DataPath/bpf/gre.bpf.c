/*
 * The data path of user packets: GRE with a key (RFC 2784, RFC 2890) between the MAG and the LMA, one pair of keys for each
 * PDN connection. A packet that the programs do not understand or that needs an answer goes to the kernel (TO_KERNEL); a packet
 * that is not allowed is dropped and counted by reason. Loads on every kernel from 5.10; needs no BTF.
 */
#include <linux/bpf.h>
#include <linux/errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#ifndef BPF_F_ADJ_ROOM_DECAP_L3_IPV4
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV4 (1ULL << 7)
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV6 (1ULL << 8)
#endif

/* The next filter, and in the end the kernel's forwarding, goes on with the packet. */
#define TO_KERNEL TC_ACT_UNSPEC

#include "drops.h"
#include "entries.h"
#include "tables.h"
#include "inner.h"
#include "encap.h"
#include "decap.h"
#include "access.h"
#include "tap.h"

/* Access link of the MAG, from the node: found by the inner source, which so cannot be another node's. */
SEC("tc/encap_access") int encap_access(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct inner in = {};
	struct ethhdr frame;
	struct session *s;
	__u64 half;

	if (!node || bpf_skb_load_bytes(skb, 0, &frame, sizeof(frame)))
		return TO_KERNEL;
	if (skb->protocol != bpf_htons(ETH_P_IP) && skb->protocol != bpf_htons(ETH_P_IPV6))
		return TO_KERNEL;
	if (!inner_read(skb, ETH_HLEN, skb->protocol, &in))
		return drop(DROP_INNER_HEADER);
	if (is_dhcp(skb, &in))
		return TC_ACT_SHOT;
	if (is_local(&in))
		return TO_KERNEL;
	if (in.is_ipv6) {
		__builtin_memcpy(&half, &in.v6.saddr, sizeof(half));
		s = session_by_prefix(half, 0);
	} else {
		s = session_by_home4(in.v4.saddr, 0);
	}
	if (!s || !(s->send_state & SESSION_INSTALLED))
		return drop(DROP_INNER_SOURCE_WRONG);
	/* Flooded by a switch, not for us. */
	if (skb->pkt_type != PACKET_HOST && !same_mac(frame.h_dest, s->send_gateway_mac))
		return TO_KERNEL;
	if (s->send_interface != skb->ifindex)
		return drop(DROP_ACCESS_INTERFACE_WRONG);
	if (!same_mac(frame.h_source, s->send_node_mac))
		return drop(DROP_LINK_LAYER_SOURCE_WRONG);
	if (!(s->send_state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	if (in.hop_limit <= 1 || !fits(skb, node, s, &in))
		return TO_KERNEL;
	return forward_into_tunnel(skb, s, &in);
}

/* Packet data network side of the LMA: found by the inner destination; anything else is the kernel's. */
SEC("tc/encap_service") int encap_service(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct inner in = {};
	struct session *s;
	__u64 half;

	if (!node || (skb->protocol != bpf_htons(ETH_P_IP) && skb->protocol != bpf_htons(ETH_P_IPV6)))
		return TO_KERNEL;
	if (!inner_read(skb, ETH_HLEN, skb->protocol, &in))
		return TO_KERNEL;
	if (in.is_ipv6) {
		__builtin_memcpy(&half, &in.v6.daddr, sizeof(half));
		s = session_by_prefix(half, 1);
	} else {
		s = session_by_home4(in.v4.daddr, 1);
	}
	if (!s || !(s->send_state & SESSION_INSTALLED) || skb->pkt_type == PACKET_OTHERHOST)
		return TO_KERNEL;
	if (!(s->send_state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	if (in.hop_limit <= 1 || !fits(skb, node, s, &in))
		return TO_KERNEL;
	return forward_into_tunnel(skb, s, &in);
}

/* The session of a packet that the kernel has routed to the tunnel interface. */
INLINE struct session *session_of_routed(const struct node *node, const struct inner *in)
{
	struct session *s = 0;
	__u64 half;

	if (node->roles & NODE_LMA) {
		__builtin_memcpy(&half, &in->v6.daddr, sizeof(half));
		s = in->is_ipv6 ? session_by_prefix(half, 1) : session_by_home4(in->v4.daddr, 1);
	}
	if (!s && node->roles & NODE_MAG) {
		__builtin_memcpy(&half, &in->v6.saddr, sizeof(half));
		s = in->is_ipv6 ? session_by_prefix(half, 0) : session_by_home4(in->v4.saddr, 0);
	}
	return s && s->send_state & SESSION_INSTALLED ? s : 0;
}

/* Egress of the tunnel interface: no Ethernet header, and the kernel has decremented the hop limit. */
SEC("tc/encap_tunnel") int encap_tunnel(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct inner in = {};
	struct session *s;

	if (!node || (skb->protocol != bpf_htons(ETH_P_IP) && skb->protocol != bpf_htons(ETH_P_IPV6)))
		return drop(DROP_NO_SESSION);
	if (!inner_read(skb, 0, skb->protocol, &in))
		return drop(DROP_INNER_HEADER);
	/* Multicast listener reports and the like of our own kernel: nobody's packets. */
	if (in.is_ipv6 && in.v6.daddr.s6_addr[0] == 0xff)
		return TC_ACT_SHOT;
	s = session_of_routed(node, &in);
	if (!s)
		return drop(DROP_NO_SESSION);
	if (!(s->send_state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	if (!fits(skb, node, s, &in))
		return drop(DROP_TOO_BIG);
	if (bpf_skb_change_head(skb, ETH_HLEN, 0))
		return drop(DROP_REWRITE_FAILED);
	in.offset = ETH_HLEN;
	return send_into_tunnel(skb, s, &in);
}

/* Transport interfaces. */
SEC("tc/decap") int decap(struct __sk_buff *skb)
{
	return decapsulate(skb);
}

SEC("socket/access_tap") int access_tap(struct __sk_buff *skb)
{
	return tap(skb);
}

char program_license[] SEC("license") = "GPL";
