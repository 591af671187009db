/*
 * What the programs cannot do themselves goes to the process: out of tunnels by way of the kernel, which puts fragments together, and
 * the process's sockets; into tunnels by way of the tunnel interface. How much that is, nobody outside can decide.
 */
#pragma once

#define BUDGET_ARRIVING 0
#define BUDGET_LEAVING 1
#define BUDGETS 2
#define BUDGET_COST 125000ULL			/* nanoseconds: 8,000 packets in a second */
#define BUDGET_DEPTH (512 * BUDGET_COST)

/* What XDP leaves comes by tc once more, and is charged there. Two processors at once may let one packet more pass. */
INLINE int leave_to_process(__u32 which, int at_tc)
{
	struct budget *budget = bpf_map_lookup_elem(&budgets, &which);
	__u64 now, paid;

	if (!at_tc || !budget)
		return LEFT;
	now = bpf_ktime_get_ns();
	paid = budget->paid_until;
	if (now > BUDGET_DEPTH && paid < now - BUDGET_DEPTH)
		paid = now - BUDGET_DEPTH;
	if (paid + BUDGET_COST > now)
		return drop(DROP_SLOW_PATH_LIMITED);
	budget->paid_until = paid + BUDGET_COST;
	return LEFT;
}

/* A fragment has no key, or not the only one: what counts is that some session's remote end, or a trusted MAG, has sent it. */
INLINE int leave_fragment(const struct node *node, const struct address *source, int at_tc)
{
	struct source_key key = { .length = 128 };
	int is_known = bpf_map_lookup_elem(&remote_ends, source) != 0;

	if (!is_known && node->roles & NODE_LMA) {
		__builtin_memcpy(key.word, source, sizeof(key.word));
		is_known = node->flags & NODE_ACCEPT_ANY_SOURCE || bpf_map_lookup_elem(&trusted_sources, &key);
	}
	return is_known ? leave_to_process(BUDGET_ARRIVING, at_tc) : drop(DROP_OUTER_FRAGMENT);
}
