/* SPDX-License-Identifier: MIT */
/*
 * What pmipd asks of a plug-in that carries sessions of layer-3 GRE with a key in hardware, behind whatever interface its vendor has.
 *
 * A plug-in is a shared object, named in the configuration by dataPath.plugin. It gives out one symbol:
 *
 *	const struct pmip_offload_plugin *pmip_offload_entry(uint32_t host_version);
 *
 * which answers NULL to a version that it cannot serve.
 *
 * Rules for both sides:
 *  - Every structure begins with its size in octets. Who reads one looks only at so many, and takes what is behind them as zero. The
 *    version changes only when that is not enough.
 *  - The host calls from one thread at a time. No function may wait for hardware: what takes time is answered PMIP_OFFLOAD_PENDING and
 *    told later by an event. A call that takes longer than some microseconds holds up the signalling of all nodes.
 *  - The plug-in may call host->event from any thread, also from within a call of the host's, until close() has returned.
 *  - Every session is carried by the host's own data path, whatever the plug-in does: a packet that the hardware does not take must come
 *    up to the kernel unchanged. So refusing, evicting or failing is always safe; saying "taken" without carrying is not, and shows.
 *  - Addresses are 16 octets in network order; IPv4 stands as ::ffff:a.b.c.d. Keys and all other numbers are in host order.
 *  - Nothing that is pointed to lives longer than the call.
 *
 * What the hardware must do with a packet of a session that it has taken:
 *  - into the tunnel: at the MAG a packet from node_mac that comes in on port with one of the session's addresses as its source and
 *    gateway_mac as its link-layer destination, at the LMA a packet with one of them as its destination, from any service port. Take one
 *    off its hop limit; leave packets with one or none, IPv4 options, fragments, multicast and what does not fit in the path MTU to the
 *    host. Outer header: source local, destination remote, hop limit 64, DSCP and ECN of the inner packet, DF on IPv4, no encapsulation
 *    limit. GRE: the key bit alone, protocol type 0x0800 or 0x86DD, send_key.
 *  - out of it: outer destination local, at the MAG outer source remote, the key bit alone, receive_key. At the LMA the inner source, at
 *    the MAG the inner destination must be one of the session's addresses; anything else is left to the host, which drops and counts it.
 *    ECN by RFC 6040. At the MAG it goes to node_mac from gateway_mac over port; at the LMA by the kernel's routes.
 */
#ifndef PMIP_OFFLOAD_H
#define PMIP_OFFLOAD_H

#include <stdint.h>

#define PMIP_OFFLOAD_VERSION 1

/* Answers. */
#define PMIP_OFFLOAD_OK		0	/* done; of add: in force */
#define PMIP_OFFLOAD_PENDING	1	/* of add: an event will tell */
#define PMIP_OFFLOAD_REFUSED	2	/* cannot be; nothing of the session is left in the hardware */
#define PMIP_OFFLOAD_FULL	3	/* no room now; nothing of the session is left in the hardware */
#define PMIP_OFFLOAD_BUSY	4	/* of remove: not yet, ask again */

/* Flags of a session and of a pair of ports. */
#define PMIP_OFFLOAD_AT_LMA	1u
#define PMIP_OFFLOAD_OUTER_IPV6	2u
#define PMIP_OFFLOAD_UDP_TLV	4u	/* GRE behind UDP and the TLV header (RFC 5845 4), over IPv4 */

struct pmip_offload_ports {
	uint32_t size;
	uint32_t flags;
	int32_t port;			/* interface index of the access or service port */
	int32_t transport;		/* of the transport port */
};

struct pmip_offload_session {
	uint32_t size;
	uint32_t flags;
	uint64_t id;			/* of this state of the session; each change is another one */
	uint8_t local[16];
	uint8_t remote[16];
	uint32_t send_key;
	uint32_t receive_key;
	uint8_t prefixes[4][8];		/* upper halves of /64 prefixes */
	uint32_t prefix_count;
	uint8_t home4[4];		/* zero for none */
	int32_t port;			/* at the LMA the first service port */
	int32_t transport;
	uint8_t node_mac[6];		/* MAG */
	uint8_t gateway_mac[6];		/* MAG */
	uint32_t zero;
};

struct pmip_offload_statistics {
	uint64_t id;
	uint64_t packets_in;		/* out of the tunnel, since add */
	uint64_t octets_in;		/* of inner packets */
	uint64_t packets_out;
	uint64_t octets_out;
	uint32_t known;			/* 0: cannot be said now */
	uint32_t zero;
};

/* Events. */
#define PMIP_OFFLOAD_INSTALLED	1u	/* a pending session is in force */
#define PMIP_OFFLOAD_FAILED	2u	/* a pending session is refused */
#define PMIP_OFFLOAD_EVICTED	3u	/* the hardware let a session go; last has what it had carried, where that is known */
#define PMIP_OFFLOAD_NO_ROOM	4u	/* nothing more is to be offered for some time */
#define PMIP_OFFLOAD_PORT_GONE	5u	/* id is the interface index: all pairs are probed again */

struct pmip_offload_event {
	uint32_t size;
	uint32_t kind;
	uint64_t id;
	struct pmip_offload_statistics last;
};

struct pmip_offload_host {
	uint32_t size;
	uint32_t version;
	void *context;
	void (*event)(void *context, const struct pmip_offload_event *event);
};

struct pmip_offload_plugin {
	uint32_t size;
	uint32_t version;
	/* Begins. options is dataPath.pluginOptions, or "". An answer other than OK, with text in reason, ends the host's start. */
	int (*open)(const struct pmip_offload_host *host, const char *options, char *reason, uint32_t room, void **handle);
	/* Ends. Sessions that the hardware has stay in it if it can leave them. */
	void (*close)(void *handle);
	/* Whether sessions between two ports can be offered: OK or REFUSED, with text in reason. */
	int (*probe)(void *handle, const struct pmip_offload_ports *ports, char *reason, uint32_t room);
	int (*add)(void *handle, const struct pmip_offload_session *session);
	/* OK also for an id that is not there. */
	int (*remove)(void *handle, uint64_t id);
	/* Fills in count statistics, whose id the host has set. */
	void (*statistics)(void *handle, struct pmip_offload_statistics *list, uint32_t count);
	/* Ids that the hardware has from a process before this one, at most room of them; gives how many. Asked once, at the start. */
	uint32_t (*left_over)(void *handle, uint64_t *ids, uint32_t room);
};

#endif
