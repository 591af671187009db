/*
 * What user space and the programs share. The structures of Tables/ have the same fields; a test compares them with the FIELD lines
 * of layout.h, the compiler does the same there. Little-endian machines only. Whoever changes anything here changes LAYOUT_VERSION:
 * tables of another version are never taken over, and a test fails when the digest of layout.h is not the version's.
 */
#pragma once

#define LAYOUT_VERSION 3

/* An address in its (mapped) IPv6 form, in network order. */
struct address {
	union {
		__u64 half[2];
		__be32 word[4];
	};
};

#define MAPPED_WORD bpf_htonl(0xffff)

#define SESSION_INSTALLED 1
#define SESSION_FORWARDING 2
#define SESSION_AT_LMA 4
#define SESSION_OUTER_IPV6 8
#define SESSION_UDP 16
#define SESSION_SEQUENCE 32		/* GRE sequence numbers are sent and taken */
#define SESSION_POLICED 64		/* a bucket says how fast */
#define SESSION_SAMPLED 128		/* a capture wants to see the packets */
#define SESSION_RARE (SESSION_SEQUENCE | SESSION_SAMPLED)

/*
 * How fast one direction of a session may be. Time is counted in sixteenths of a nanosecond; base + charged is the time up to which
 * all packets so far have been paid. There is no lock and no exchange, which Linux 5.10 has not: the programs only ever add to
 * charged, so no packet goes unpaid, and what many processors let pass at once is paid afterwards.
 */
struct bucket {
	__u64 charged;			/* what all packets ever have cost */
	__u64 base;
	__u32 cost;			/* of an octet, in 4096ths of a nanosecond */
	__u32 depth;			/* what may be saved up, in nanoseconds */
	__u64 dropped;			/* packets */
};

#define PREFIXES_MAX 4
#define OTHER_PREFIXES_MAX (PREFIXES_MAX - 1)

/*
 * What arrives for one PDN connection; the low bits of our GRE key are the index. Two cache lines, of which a packet without a rare
 * flag, of the first prefix or the IPv4 address, needs the first.
 */
struct receive_session {
	__u32 state;			/* SESSION_*; written last */
	__u32 interface;		/* MAG: access link */
	__be32 key;
	__u32 next_hop;			/* the remote end, which at the MAG must be the source */
	__u64 prefix;			/* upper half in network order; zero for none */
	__u8 node_mac[6];
	__u8 gateway_mac[6];
	__be32 home4;
	__u64 packets;
	__u64 octets;
	__u32 generation;		/* user space only */
	__u32 unused;
	/* Second line. */
	__u64 other_prefix[OTHER_PREFIXES_MAX];
	__u32 sequence;
	__u32 sequence_state;
	struct bucket bucket;
};

/*
 * What leaves towards one address of a PDN connection, a prefix or an IPv4 address. At the LMA the place of an address in its pool
 * is the index; an address of no pool, and every address at the MAG, is found through foreign_addresses.
 */
struct send_session {
	__u32 state;			/* SESSION_*; written last */
	__u32 interface;		/* MAG: access link */
	__be32 key;			/* with the next hop one aligned word: a handover is one store */
	__u32 next_hop;			/* index in next_hops */
	__u64 address;			/* upper half, or the IPv4 address, in network order */
	__u8 node_mac[6];
	__u8 gateway_mac[6];
	__u32 session;			/* index in receive_sessions; user space only */
	__u64 packets;
	__u64 octets;
	__u32 dscp;			/* which of dscp_maps says the outer DSCP; 0: it is the inner one */
	__u32 policer;			/* the send_session whose bucket this is paid from: all addresses of a session share one */
	/* Second line. */
	__u32 sequence;
	__u32 is_ipv4;			/* user space only */
	__u64 spare[3];
	struct bucket bucket;
};

#define HOP_RESOLVED (1ULL << 48)
#define HOP_TRUSTED 1			/* LMA: the remote is one of the trusted sources */

/* A remote end and how to reach it; interface 0 says "not at all". Few, and so always in the cache. */
struct next_hop {
	__u32 interface;
	__u32 family;
	__be32 address[4];		/* the router's; an IPv4 address is in the first word */
	__u64 destination_mac;		/* octets 0 to 5, and HOP_RESOLVED; one word, so that it is never half changed */
	__u64 source_mac;		/* octets 0 to 5 */
	__u32 mtu;			/* of the path; 0 for the transport's */
	__u32 flags;			/* HOP_* */
	struct address local;
	struct address remote;
	__u64 spare[6];
};

#define NODE_MAG 1
#define NODE_LMA 2

#define NODE_ACCEPT_ANY_SOURCE 1
#define NODE_FORWARD_DIRECTLY 2		/* LMA: what the kernel would route simply goes straight to the wire */
#define NODE_SPREAD 4			/* XDP: other processors decapsulate */
#define NODE_MIRROR 8			/* XDP leaves every packet to tc, where captures see it */
#define NODE_UNIFORM 16			/* the outer DSCP of what arrives becomes the inner one (RFC 2983 3.1) */
#define NODE_CLAMP_MSS 32		/* TCP is told of the tunnel's size when it begins */

#define DSCP_MAPS_MAX 256

/* The outer DSCP for each inner one. */
struct dscp_map {
	__u8 outer[64];
};

#define POOLS_MAX 8

/* Addresses that follow each other and have entries that follow each other. Numbers in the machine's order. */
struct pool {
	__u64 first;			/* upper half of the address, or the IPv4 address */
	__u32 count;
	__u32 entry;			/* of the first, in send_sessions */
};

/* This node: one entry. */
struct node {
	__u32 roles;
	__u32 index_mask;
	__u32 tunnel_interface;
	__u32 flags;			/* NODE_* */
	__u32 transport_mtu;
	__u32 route_generation;		/* what was learnt of routes under another one is forgotten */
	__u32 processors;		/* NODE_SPREAD: how many */
	__u32 layout_version;
	struct address local6;
	struct address local4;
	struct pool pools6[POOLS_MAX];	/* count 0 ends the list */
	struct pool pools4[POOLS_MAX];
};

#define PORTS_MAX 1024
#define PORT_REDIRECT 1			/* takes packets from XDP programs of other ports */
#define PORT_DIRECT 2			/* the LMA may send to it without the kernel's routing */

/* An interface, at the low bits of its index. Two interfaces with the same low bits: the second has none. */
struct port {
	__u32 interface;
	__u32 flags;
	__u64 mac;			/* octets 0 to 5 */
	__u32 mtu;
	__u32 spare;
};

#define ROUTES_MAX 4096

/* Where packets for an inner destination go; each processor has its own, so nobody sees one half written. */
struct route {
	struct address destination;
	__u32 generation;
	__u32 interface;
	__u64 destination_mac;
	__u64 source_mac;
	__u32 uses;
	__u32 mtu;
};

/* Keys of the hash tables. A node with both roles may have an address at both ends: at_lma tells them apart. */
struct address_key {
	__u64 address;
	__u32 at_lma;
	__u32 is_ipv4;
};

/* A key that does not say its place. The remote is all zero at the LMA, which takes any MAG (R18). */
struct foreign_key {
	struct address remote;
	__be32 key;
	__u32 zero;
};

struct source_key {
	__u32 length;
	__u32 word[4];
};

/* How much the programs may leave to the process: what has passed is paid for up to this moment. */
struct budget {
	__u64 paid_until;		/* nanoseconds since boot */
};

struct served_node {
	__u32 interface;
	__u8 mac[6];
	__u16 zero;
};
