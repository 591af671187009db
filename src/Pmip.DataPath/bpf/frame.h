/* The octets of a packet as a program sees them, at a traffic classifier and in XDP. */
#pragma once

struct frame {
	void *data;
	void *end;		/* of what can be read at once */
	__u32 length;		/* of the whole, or 0 when all of it can be read at once */
	__u32 segment;		/* payload of one segment when the packet is still to be segmented, else 0 */
};

/* Ethernet, and the longest headers that the programs read behind it: an IPv4 header with options and a TCP header, in a tunnel. */
#define READ_AHEAD 128

INLINE void frame_of_skb(struct __sk_buff *skb, struct frame *f)
{
	__u32 wanted = skb->len;

	if (wanted > READ_AHEAD)
		wanted = READ_AHEAD;
	if ((void *)(long)skb->data + wanted > (void *)(long)skb->data_end)
		bpf_skb_pull_data(skb, wanted);
	f->data = (void *)(long)skb->data;
	f->end = (void *)(long)skb->data_end;
	f->length = skb->len;
	f->segment = skb->gso_size;
}

INLINE void frame_of_xdp(struct xdp_md *xdp, struct frame *f)
{
	f->data = (void *)(long)xdp->data;
	f->end = (void *)(long)xdp->data_end;
	f->length = 0;
	f->segment = 0;
}

/* True when so many octets from the offset on are in the packet. */
INLINE int frame_holds(const struct frame *f, __u32 offset, __u32 octets)
{
	if (f->length)
		return offset + octets <= f->length;
	asm volatile("" : "+r"(offset), "+r"(octets));
	return f->data + (offset & 0x7f) + (octets & 0x1ffff) <= f->end;
}

INLINE int same_mac(const __u8 *a, const __u8 *b)
{
	const __u16 *x = (const __u16 *)a;
	const __u16 *y = (const __u16 *)b;

	return x[0] == y[0] && x[1] == y[1] && x[2] == y[2];
}

INLINE __u64 mac_at(const __u8 *mac)
{
	const __u16 *part = (const __u16 *)mac;

	return part[0] | (__u64)part[1] << 16 | (__u64)part[2] << 32;
}

INLINE void mac_store(__u8 *mac, __u64 value)
{
	__u16 *part = (__u16 *)mac;

	part[0] = value;
	part[1] = value >> 16;
	part[2] = value >> 32;
}
