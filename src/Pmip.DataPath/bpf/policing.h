/* Sessions that may only be so fast, each direction for itself. */
#pragma once

#define PER_NANOSECOND_SHIFT 4
#define COST_SHIFT 8			/* from 4096ths of a nanosecond to sixteenths */

/* Octets that the packet takes as IP packets: one that is still to be segmented counts with the headers of all its segments. */
INLINE __u64 policed_octets(const struct frame *f, const struct inner *in)
{
	__u32 headers, segments;

	if (!f->segment)
		return in->length;
	headers = inner_wire_length(f, in) - f->segment;
	if (in->length <= headers)
		return in->length;
	segments = (in->length - headers + f->segment - 1) / f->segment;
	return in->length + (__u64)(segments - 1) * headers;
}

/*
 * A packet passes while nothing is owed, however long it is, and is charged in full: a packet of 64 KiB that is still to be segmented
 * cannot be too long for a bucket. Two processors that look at once both let theirs pass, and both charge it; so what passes in any
 * time is at most the rate, the depth, and one packet for each processor. charged is read first: who sees another's charge must see
 * the base that it was added to.
 */
INLINE int within_rate(struct bucket *b, __u64 octets)
{
	__u64 now = bpf_ktime_get_ns() << PER_NANOSECOND_SHIFT;
	__u64 depth = (__u64)b->depth << PER_NANOSECOND_SHIFT;
	__u64 charged = *(volatile __u64 *)&b->charged;
	__u64 saved = now - charged - *(volatile __u64 *)&b->base;

	if ((__s64)saved < 0) {
		__sync_fetch_and_add(&b->dropped, 1);
		return 0;
	}
	if (saved > depth)
		*(volatile __u64 *)&b->base = now - depth - charged;
	__sync_fetch_and_add(&b->charged, octets * b->cost >> COST_SHIFT);
	return 1;
}

/* Asked when nothing else can keep the packet. */
INLINE int may_leave(const struct frame *f, const struct send_session *s, __u32 state, const struct inner *in)
{
	struct send_session *payer;
	__u32 number;

	if (!(state & SESSION_POLICED))
		return 1;
	number = s->policer;
	payer = bpf_map_lookup_elem(&send_sessions, &number);
	return !payer || within_rate(&payer->bucket, policed_octets(f, in));
}

INLINE int may_enter(const struct frame *f, struct receive_session *s, __u32 state, const struct inner *in)
{
	return !(state & SESSION_POLICED) || within_rate(&s->bucket, policed_octets(f, in));
}
