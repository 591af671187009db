/*
 * What a packet costs, by BPF_PROG_TEST_RUN. The test run does not make the packet anew, so a wrapper sets the octets that the program
 * under test changed, picks a session at random, and moves the head back; the same wrapper without the program is the baseline that is
 * subtracted. The programs under test are the product's own functions over its own tables. Beside them is the way most tunnel
 * programs are made: hash tables by address and by key, and counters in an array for each processor.
 */
#include "../../../src/Pmip.DataPath/bpf/gre.h"
#include "hashed.h"

/* Sessions to pick from, minus one, and how the packets were made; Bench/DataPath has the same fields. */
struct bench {
	__u32 mask;
	__u32 first_address4;		/* in the machine's order */
	__u64 first_prefix;
	__u32 first_key;
	__u32 spare;
	struct address local;		/* the outer destination of what arrives */
};

TABLE(bench_settings, BPF_MAP_TYPE_ARRAY, __u32, struct bench);

INLINE struct bench *settings(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&bench_settings, &zero);
}

INLINE __u32 pick(const struct bench *b)
{
	return bpf_get_prandom_u32() & b->mask;
}

/* The checksum that the header has with its new address. */
INLINE void sum_again(struct iphdr *ip)
{
	const __u16 *word = (const __u16 *)ip;
	__u32 sum = 0;

	ip->check = 0;
	for (int i = 0; i < 10; i++)
		sum += word[i];
	sum = (sum & 0xffff) + (sum >> 16);
	ip->check = ~((sum & 0xffff) + (sum >> 16));
}

/* The destination of the packet becomes that of the session, as at the LMA. */
INLINE int aim4(struct xdp_md *xdp, const struct bench *b)
{
	struct ethhdr *frame = (void *)(long)xdp->data;
	struct iphdr *ip = (void *)(frame + 1);

	if ((void *)(ip + 1) > (void *)(long)xdp->data_end)
		return 0;
	__builtin_memset(frame->h_dest, 0, sizeof(frame->h_dest));
	frame->h_proto = bpf_htons(ETH_P_IP);
	ip->ttl = 64;
	ip->daddr = bpf_htonl(b->first_address4 + pick(b));
	sum_again(ip);
	return 1;
}

INLINE int aim6(struct xdp_md *xdp, const struct bench *b)
{
	struct ethhdr *frame = (void *)(long)xdp->data;
	struct ipv6hdr *ip = (void *)(frame + 1);
	__u64 prefix;

	if ((void *)(ip + 1) > (void *)(long)xdp->data_end)
		return 0;
	__builtin_memset(frame->h_dest, 0, sizeof(frame->h_dest));
	frame->h_proto = bpf_htons(ETH_P_IPV6);
	ip->hop_limit = 64;
	prefix = bpf_cpu_to_be64(b->first_prefix + pick(b));
	ip->daddr.s6_addr32[0] = prefix;
	ip->daddr.s6_addr32[1] = prefix >> 32;
	return 1;
}

/* The key becomes that of the session, and the inner destination its address, as at the MAG; over IPv6. */
INLINE int aim_tunnel(struct xdp_md *xdp, const struct bench *b, int inner_is_ipv6)
{
	struct ethhdr *frame = (void *)(long)xdp->data;
	struct outer6 *out = (void *)(frame + 1);
	struct ipv6hdr *ip6 = (void *)(out + 1);
	struct iphdr *ip4 = (void *)(out + 1);
	__u32 number = pick(b);
	__u64 prefix;

	if ((void *)(ip6 + 1) > (void *)(long)xdp->data_end)
		return 0;
	frame->h_proto = bpf_htons(ETH_P_IPV6);
	__builtin_memcpy(&out->ip.daddr, &b->local, sizeof(out->ip.daddr));
	out->gre.flags = GRE_KEY_PRESENT;
	out->gre.protocol = inner_is_ipv6 ? bpf_htons(ETH_P_IPV6) : bpf_htons(ETH_P_IP);
	out->gre.key = bpf_htonl(b->first_key + number);
	if (inner_is_ipv6) {
		ip6->hop_limit = 64;
		prefix = bpf_cpu_to_be64(b->first_prefix + number);
		ip6->daddr.s6_addr32[0] = prefix;
		ip6->daddr.s6_addr32[1] = prefix >> 32;
	} else {
		ip4->ttl = 64;
		ip4->daddr = bpf_htonl(b->first_address4 + number);
		sum_again(ip4);
	}
	return 1;
}

/* Moves the head as encapsulation and decapsulation do: once there, once back. */
INLINE int there_and_back(struct xdp_md *xdp, int octets)
{
	return bpf_xdp_adjust_head(xdp, octets) || bpf_xdp_adjust_head(xdp, -octets) ? XDP_ABORTED : XDP_DROP;
}

INLINE int back(struct xdp_md *xdp, int verdict, int octets)
{
	return verdict != XDP_REDIRECT || bpf_xdp_adjust_head(xdp, octets) ? XDP_ABORTED : XDP_DROP;
}

/* The outer header is gone from sight only: decapsulation moved the head over it, and wrote Ethernet where it ended. */
INLINE int restore(struct xdp_md *xdp, int verdict)
{
	struct outer6 *out;

	if (verdict != XDP_REDIRECT || bpf_xdp_adjust_head(xdp, -(int)sizeof(*out)))
		return XDP_ABORTED;
	return XDP_DROP;
}

#define ENCAP(name, aim, run) \
	SEC("xdp/" #name) int name(struct xdp_md *xdp) \
	{ \
		struct bench *b = settings(); \
		if (!b || !aim(xdp, b)) \
			return XDP_ABORTED; \
		return back(xdp, run(xdp), sizeof(struct outer6)); \
	}

#define DECAP(name, inner_is_ipv6, run) \
	SEC("xdp/" #name) int name(struct xdp_md *xdp) \
	{ \
		struct bench *b = settings(); \
		if (!b || !aim_tunnel(xdp, b, inner_is_ipv6)) \
			return XDP_ABORTED; \
		return restore(xdp, run(xdp)); \
	}

#define BARE(name, ready, octets) \
	SEC("xdp/" #name) int name(struct xdp_md *xdp) \
	{ \
		struct bench *b = settings(); \
		if (!b || !(ready)) \
			return XDP_ABORTED; \
		return there_and_back(xdp, octets); \
	}

BARE(bare_encap4, aim4(xdp, b), -(int)sizeof(struct outer6))
BARE(bare_encap6, aim6(xdp, b), -(int)sizeof(struct outer6))
BARE(bare_decap4, aim_tunnel(xdp, b, 0), sizeof(struct outer6))
BARE(bare_decap6, aim_tunnel(xdp, b, 1), sizeof(struct outer6))
ENCAP(ours_encap4, aim4, xdp_from_service)
ENCAP(ours_encap6, aim6, xdp_from_service)
DECAP(ours_decap4, 0, xdp_at_processor)
DECAP(ours_decap6, 1, xdp_at_processor)
ENCAP(hashed_encap4, aim4, hashed_encap)
ENCAP(hashed_encap6, aim6, hashed_encap)
DECAP(hashed_decap4, 0, hashed_decap)
DECAP(hashed_decap6, 1, hashed_decap)

char program_license[] SEC("license") = "GPL";
