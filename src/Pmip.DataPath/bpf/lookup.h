/* Which session an address or a GRE key belongs to. */
#pragma once

INLINE int same_address(const struct address *a, const struct address *b)
{
	return a->half[0] == b->half[0] && a->half[1] == b->half[1];
}

/* True when the address is in one of the pools; *entry is then its place in send_sessions. */
INLINE int pool_entry(const struct pool *pools, __u64 address, __u32 *entry)
{
#pragma unroll
	for (int i = 0; i < POOLS_MAX; i++) {
		__u64 offset = address - pools[i].first;

		if (offset < pools[i].count) {
			*entry = pools[i].entry + (__u32)offset;
			return 1;
		}
		if (!pools[i].count)
			return 0;
	}
	return 0;
}

INLINE struct send_session *send_session_of_foreign(__u64 address, __u32 is_ipv4, __u32 at_lma)
{
	struct address_key key = { .address = address, .at_lma = at_lma, .is_ipv4 = is_ipv4 };
	__u32 *entry = bpf_map_lookup_elem(&foreign_addresses, &key);

	return entry ? bpf_map_lookup_elem(&send_sessions, entry) : 0;
}

/* What is sent to (LMA) or for (MAG) an address; none when nothing is installed for it. */
INLINE struct send_session *send_session_of(const struct node *node, __u64 address, int is_ipv6, __u32 at_lma)
{
	struct send_session *s = 0;
	__u32 entry;
	int placed = 0;

	if (at_lma)
		placed = is_ipv6 ? pool_entry(node->pools6, bpf_be64_to_cpu(address), &entry)
				 : pool_entry(node->pools4, bpf_ntohl((__u32)address), &entry);
	if (placed)
		s = bpf_map_lookup_elem(&send_sessions, &entry);
	else
		s = send_session_of_foreign(address, !is_ipv6, at_lma);
	return s && s->state & SESSION_INSTALLED && s->address == address ? s : 0;
}

/* Where and with which key a session sends, read at once: a handover between two reads would give the old key to the new MAG. */
struct way {
	__be32 key;
	struct next_hop *hop;
};

INLINE void way_of(const struct send_session *s, struct way *way)
{
	__u64 word = *(volatile const __u64 *)&s->key;

	way->key = (__u32)word;
	way->hop = hop_entry(word >> 32);
}

/* True when the entry is of this key, and at the MAG also of this LMA. */
INLINE int takes(const struct receive_session *s, __u32 state, __be32 key, const struct address *source)
{
	struct next_hop *hop;

	if (!(state & SESSION_INSTALLED) || s->key != key)
		return 0;
	if (state & SESSION_AT_LMA)
		return 1;
	hop = hop_entry(s->next_hop);
	return hop && same_address(&hop->remote, source);
}

INLINE struct receive_session *session_by_foreign_key(struct foreign_key *key, const struct address *source)
{
	__u32 *index = bpf_map_lookup_elem(&foreign_keys, key);
	struct receive_session *s = index ? bpf_map_lookup_elem(&receive_sessions, index) : 0;

	return s && takes(s, s->state, key->key, source) ? s : 0;
}

/* The low bits of a key that we chose say the place; a key of other origin is found by the remote end and the key (R14). */
INLINE struct receive_session *session_by_key(const struct node *node, __be32 key, const struct address *source, enum drop_reason *why)
{
	__u32 index = bpf_ntohl(key) & node->index_mask;
	struct receive_session *placed = bpf_map_lookup_elem(&receive_sessions, &index);
	struct foreign_key foreign = {};
	struct receive_session *s;

	if (placed && takes(placed, placed->state, key, source))
		return placed;
	foreign.remote = *source;
	foreign.key = key;
	s = session_by_foreign_key(&foreign, source);
	if (s)
		return s;
	foreign.remote.half[0] = 0;
	foreign.remote.half[1] = 0;
	s = session_by_foreign_key(&foreign, source);
	*why = placed && placed->state & SESSION_INSTALLED && placed->key == key ? DROP_OUTER_SOURCE_WRONG : DROP_GRE_KEY_UNKNOWN;
	return s;
}

/*
 * The longest prefix takes time. User space has looked it up for every remote end, and most packets come from where theirs go; that
 * the session's own remote end is trusted follows from the same set as for any other source (R18).
 */
INLINE int is_trusted(const struct node *node, const struct receive_session *s, const struct address *source)
{
	struct source_key key = { .length = 128 };
	struct next_hop *hop;

	if (node->flags & NODE_ACCEPT_ANY_SOURCE)
		return 1;
	hop = hop_entry(s->next_hop);
	if (hop && hop->flags & HOP_TRUSTED && same_address(&hop->remote, source))
		return 1;
	__builtin_memcpy(key.word, source, sizeof(key.word));
	return bpf_map_lookup_elem(&trusted_sources, &key) != 0;
}
