/* Everything that a program needs, in the order in which it builds on each other. */
#pragma once

#include <linux/bpf.h>
#include <linux/errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#ifndef BPF_F_ADJ_ROOM_DECAP_L3_IPV4
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV4 (1ULL << 7)
#define BPF_F_ADJ_ROOM_DECAP_L3_IPV6 (1ULL << 8)
#endif

#include "drops.h"
#include "entries.h"
#include "layout.h"
#include "tables.h"
#include "frame.h"
#include "inner.h"
#include "outer.h"
#include "lookup.h"
#include "service_class.h"
#include "policing.h"
#include "leaving_to_process.h"
#include "encap.h"
#include "clamp.h"
#include "route.h"
#include "decap.h"
#include "access.h"
#include "service.h"
#include "spread.h"
#include "xdp.h"
#include "tap.h"
