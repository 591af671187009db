/* The tables. User space makes them (Tables/) in the sizes of the configuration; what counts here are the names and types. */
#pragma once

#define TABLE(name, map_type, key_type, value_type) \
	struct { \
		__uint(type, map_type); \
		__uint(max_entries, 1); \
		__type(key, key_type); \
		__type(value, value_type); \
	} name SEC(".maps")

TABLE(receive_sessions, BPF_MAP_TYPE_ARRAY, __u32, struct receive_session);
TABLE(send_sessions, BPF_MAP_TYPE_ARRAY, __u32, struct send_session);
TABLE(next_hops, BPF_MAP_TYPE_ARRAY, __u32, struct next_hop);
TABLE(this_node, BPF_MAP_TYPE_ARRAY, __u32, struct node);
TABLE(dscp_maps, BPF_MAP_TYPE_ARRAY, __u32, struct dscp_map);
TABLE(ports, BPF_MAP_TYPE_ARRAY, __u32, struct port);
TABLE(routes, BPF_MAP_TYPE_PERCPU_ARRAY, __u32, struct route);
TABLE(drops, BPF_MAP_TYPE_PERCPU_ARRAY, __u32, __u64);
TABLE(foreign_addresses, BPF_MAP_TYPE_HASH, struct address_key, __u32);
TABLE(foreign_keys, BPF_MAP_TYPE_HASH, struct foreign_key, __u32);
TABLE(trusted_sources, BPF_MAP_TYPE_LPM_TRIE, struct source_key, __u32);
TABLE(remote_ends, BPF_MAP_TYPE_HASH, struct address, __u32);
TABLE(budgets, BPF_MAP_TYPE_ARRAY, __u32, struct budget);
TABLE(served_nodes, BPF_MAP_TYPE_HASH, struct served_node, __u32);
TABLE(redirect_ports, BPF_MAP_TYPE_DEVMAP_HASH, __u32, __u32);
TABLE(processors, BPF_MAP_TYPE_CPUMAP, __u32, __u64);

#define INLINE static __always_inline

/* What becomes of a packet, before it is said in the words of tc or XDP. */
enum fate {
	GOES_ON = 0,
	DROPPED,		/* and counted */
	LEFT,			/* to the kernel, or by XDP to tc */
	TAKEN,			/* somebody else here has it: dropped without a reason */
};

/* Counts the packet under its reason. */
INLINE enum fate drop(enum drop_reason why)
{
	__u32 reason = why;
	__u64 *packets = bpf_map_lookup_elem(&drops, &reason);

	if (packets)
		(*packets)++;
	return DROPPED;
}

INLINE struct node *node_entry(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&this_node, &zero);
}

INLINE struct port *port_entry(__u32 interface)
{
	__u32 place = interface & (PORTS_MAX - 1);
	struct port *port = bpf_map_lookup_elem(&ports, &place);

	return port && port->interface == interface ? port : 0;
}

INLINE struct next_hop *hop_entry(__u32 index)
{
	return bpf_map_lookup_elem(&next_hops, &index);
}
