/*
 * What user space and the programs share. SessionEntry.cs, NodeEntry.cs and NextHopEntry.cs have the same fields; a test
 * compares them with the FIELD lines here, the compiler does the same below. Little-endian machines only.
 */
#pragma once

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

#define PREFIXES_MAX 4

/* One PDN connection: two cache lines for what arrives, two for what leaves. */
struct session {
	__u32 receive_state;		/* SESSION_*; written last */
	__be32 receive_key;
	struct address receive_remote;
	__u64 prefix[PREFIXES_MAX];	/* upper halves in network order; zero for none */
	__be32 home4;
	__u32 receive_interface;	/* MAG: access link */
	__u8 node_mac[6];
	__u8 gateway_mac[6];
	__u32 generation;		/* user space only */
	__u64 packets_in;
	__u64 octets_in;
	__u64 receive_spare[4];

	__u32 send_state;		/* SESSION_*; written last */
	__be32 send_key;
	struct address send_local;
	struct address send_remote;
	__u32 next_hop;			/* index in next_hops */
	__u32 send_interface;		/* MAG: access link */
	__u8 send_node_mac[6];
	__u8 send_gateway_mac[6];
	__u32 send_spare0;
	__u64 packets_out;
	__u64 octets_out;
	__u64 send_spare[6];
};

/* How to reach a remote endpoint; interface 0 says "not at all". */
struct next_hop {
	__u32 interface;
	__u32 family;
	__be32 address[4];		/* an IPv4 address is in the first word */
	__u64 spare;
};

#define NODE_MAG 1
#define NODE_LMA 2

/* This node: one entry. */
struct node {
	__u32 roles;
	__u32 index_mask;
	struct address local6;
	struct address local4;
	__u32 tunnel_interface;
	__u32 accept_any_source;
	__u32 transport_mtu;
	__u32 spare;
};

/* Keys of the hash tables. A node with both roles may have an address at both ends: at_lma tells them apart. */
struct prefix_key {
	__u64 half;
	__u32 at_lma;
	__u32 zero;
};

struct home4_key {
	__be32 address;
	__u32 at_lma;
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

struct served_node {
	__u32 interface;
	__u8 mac[6];
	__u16 zero;
};

#define FIELD(type, field, offset) _Static_assert(__builtin_offsetof(struct type, field) == offset, #type "." #field);
#define SIZE(type, octets) _Static_assert(sizeof(struct type) == octets, #type);

SIZE(session, 256)
FIELD(session, receive_state, 0)
FIELD(session, receive_key, 4)
FIELD(session, receive_remote, 8)
FIELD(session, prefix, 24)
FIELD(session, home4, 56)
FIELD(session, receive_interface, 60)
FIELD(session, node_mac, 64)
FIELD(session, gateway_mac, 70)
FIELD(session, generation, 76)
FIELD(session, packets_in, 80)
FIELD(session, octets_in, 88)
FIELD(session, send_state, 128)
FIELD(session, send_key, 132)
FIELD(session, send_local, 136)
FIELD(session, send_remote, 152)
FIELD(session, next_hop, 168)
FIELD(session, send_interface, 172)
FIELD(session, send_node_mac, 176)
FIELD(session, send_gateway_mac, 182)
FIELD(session, packets_out, 192)
FIELD(session, octets_out, 200)
SIZE(next_hop, 32)
FIELD(next_hop, interface, 0)
FIELD(next_hop, family, 4)
FIELD(next_hop, address, 8)
SIZE(node, 56)
FIELD(node, roles, 0)
FIELD(node, index_mask, 4)
FIELD(node, local6, 8)
FIELD(node, local4, 24)
FIELD(node, tunnel_interface, 40)
FIELD(node, accept_any_source, 44)
FIELD(node, transport_mtu, 48)
SIZE(prefix_key, 16)
SIZE(home4_key, 8)
SIZE(foreign_key, 24)
SIZE(source_key, 20)
SIZE(served_node, 12)
