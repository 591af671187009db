/*
 * The data path of user packets: GRE with a key (RFC 2784, RFC 2890) between the MAG and the LMA, one pair of keys for each
 * PDN connection. A packet that the programs do not understand or that needs an answer goes to the kernel, by XDP to tc first; a
 * packet that is not allowed is dropped and counted by reason. Loads on every kernel from 5.10; needs no BTF.
 */
#include "gre.h"

/* The next filter, and in the end the kernel's forwarding, goes on with the packet. */
#define TO_KERNEL TC_ACT_UNSPEC

INLINE int tc_verdict(int fate)
{
	return fate == GOES_ON ? TC_ACT_REDIRECT : fate == LEFT ? TO_KERNEL : TC_ACT_SHOT;
}

/* Access link of the MAG, from the node. */
SEC("tc/encap_access") int encap_access(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct send_session *s = 0;
	struct way way = {};
	struct inner in = {};
	struct frame f;
	__u32 state = 0;
	int fate;

	if (!node)
		return TO_KERNEL;
	frame_of_skb(skb, &f);
	fate = from_node(&f, node, skb->protocol, skb->ifindex, skb->pkt_type == PACKET_HOST, 0, &in, &s, &state, &way);
	if (fate == GOES_ON && s) {
		if (begins_connection(&f, node, &in))
			clamp_mss(skb, &f, node, way.hop, state, &in);
		fate = skb_forward_into_tunnel(skb, &f, s, state, &way, &in);
	}
	return tc_verdict(fate);
}

/* Packet data network side of the LMA. */
SEC("tc/encap_service") int encap_service(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct send_session *s = 0;
	struct way way = {};
	struct inner in = {};
	struct frame f;
	__u32 state = 0;
	int fate;

	if (!node || skb->pkt_type == PACKET_OTHERHOST)
		return TO_KERNEL;
	frame_of_skb(skb, &f);
	fate = for_node(&f, node, skb->protocol, &in, &s, &state, &way);
	if (fate == GOES_ON && s) {
		if (begins_connection(&f, node, &in))
			clamp_mss(skb, &f, node, way.hop, state, &in);
		fate = skb_forward_into_tunnel(skb, &f, s, state, &way, &in);
	}
	return tc_verdict(fate);
}

/* Egress of the tunnel interface: no Ethernet header, and the kernel has decremented the hop limit. */
INLINE int from_tunnel_interface(struct __sk_buff *skb)
{
	struct node *node = node_entry();
	struct send_session *s;
	struct way way;
	struct inner in = {};
	struct frame f;
	__u32 state;

	if (!node || (skb->protocol != bpf_htons(ETH_P_IP) && skb->protocol != bpf_htons(ETH_P_IPV6)))
		return drop(DROP_NO_SESSION);
	frame_of_skb(skb, &f);
	if (!inner_read(&f, 0, skb->protocol, &in))
		return drop(DROP_INNER_HEADER);
	/* Multicast listener reports and the like of our own kernel: nobody's packets. */
	if (in.is_ipv6 && (in.destination & 0xff) == 0xff)
		return TAKEN;
	s = send_session_of_routed(node, &in);
	if (!s)
		return drop(DROP_NO_SESSION);
	state = s->state;
	way_of(s, &way);
	if (!(state & SESSION_FORWARDING))
		return drop(DROP_NOT_FORWARDING);
	if (begins_connection(&f, node, &in))
		clamp_mss(skb, &f, node, way.hop, state, &in);
	/* The process sends it with its number, or says that it is too big for the path, of which the kernel's routing knows nothing. */
	if (!fits(&f, node, way.hop, state, &in)) {
		if (!may_leave(&f, s, state, &in))
			return drop(DROP_POLICED);
		return state & SESSION_SEQUENCE ? LEFT : leave_to_process(BUDGET_LEAVING, 1);
	}
	if (bpf_skb_change_head(skb, ETH_HLEN, 0))
		return drop(DROP_REWRITE_FAILED);
	frame_of_skb(skb, &f);
	in.offset = ETH_HLEN;
	return skb_into_tunnel(skb, &f, s, state, &way, &in);
}

SEC("tc/encap_tunnel") int encap_tunnel(struct __sk_buff *skb)
{
	return tc_verdict(from_tunnel_interface(skb));
}

/* Transport interfaces. */
SEC("tc/decap") int decap(struct __sk_buff *skb)
{
	return tc_verdict(skb_decapsulate(skb));
}

SEC("socket/access_tap") int access_tap(struct __sk_buff *skb)
{
	return tap(skb);
}

SEC("xdp/xdp_access") int xdp_access(struct xdp_md *xdp)
{
	return xdp_from_access(xdp);
}

SEC("xdp/xdp_service") int xdp_service(struct xdp_md *xdp)
{
	return xdp_from_service(xdp);
}

SEC("xdp/xdp_transport") int xdp_transport(struct xdp_md *xdp)
{
	return xdp_from_transport(xdp);
}

/* What another processor does with what xdp_transport gave it. */
SEC("xdp/xdp_processor") int xdp_processor(struct xdp_md *xdp)
{
	return xdp_at_processor(xdp);
}

/* For ports that only have to take packets from others: many drivers do that only while they have a program of their own. */
SEC("xdp/xdp_pass") int xdp_pass(struct xdp_md *xdp)
{
	return XDP_PASS;
}

char program_license[] SEC("license") = "GPL";
