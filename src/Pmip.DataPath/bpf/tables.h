/* The tables. User space makes them (Tables.cs) in the sizes of the configuration; what counts here are the names and types. */
#pragma once

#define TABLE(name, map_type, key_type, value_type) \
	struct { \
		__uint(type, map_type); \
		__uint(max_entries, 1); \
		__type(key, key_type); \
		__type(value, value_type); \
	} name SEC(".maps")

TABLE(sessions, BPF_MAP_TYPE_ARRAY, __u32, struct session);
TABLE(next_hops, BPF_MAP_TYPE_ARRAY, __u32, struct next_hop);
TABLE(this_node, BPF_MAP_TYPE_ARRAY, __u32, struct node);
TABLE(drops, BPF_MAP_TYPE_PERCPU_ARRAY, __u32, __u64);
TABLE(hnp_index, BPF_MAP_TYPE_HASH, struct prefix_key, __u32);
TABLE(hoa_index, BPF_MAP_TYPE_HASH, struct home4_key, __u32);
TABLE(foreign_keys, BPF_MAP_TYPE_HASH, struct foreign_key, __u32);
TABLE(trusted_sources, BPF_MAP_TYPE_LPM_TRIE, struct source_key, __u32);
TABLE(served_nodes, BPF_MAP_TYPE_HASH, struct served_node, __u32);

#define INLINE static __always_inline

/* Counts the packet under its reason; the verdict is to drop it. */
INLINE int drop(enum drop_reason why)
{
	__u32 reason = why;
	__u64 *packets = bpf_map_lookup_elem(&drops, &reason);

	if (packets)
		(*packets)++;
	return TC_ACT_SHOT;
}

INLINE struct node *node_entry(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&this_node, &zero);
}

INLINE struct session *session_by_prefix(__u64 half, __u32 at_lma)
{
	struct prefix_key key = { .half = half, .at_lma = at_lma };
	__u32 *index = bpf_map_lookup_elem(&hnp_index, &key);

	return index ? bpf_map_lookup_elem(&sessions, index) : 0;
}

INLINE struct session *session_by_home4(__be32 address, __u32 at_lma)
{
	struct home4_key key = { .address = address, .at_lma = at_lma };
	__u32 *index = bpf_map_lookup_elem(&hoa_index, &key);

	return index ? bpf_map_lookup_elem(&sessions, index) : 0;
}
