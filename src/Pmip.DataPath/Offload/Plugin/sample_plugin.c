// SPDX-License-Identifier: MIT
/*
 * A plug-in without hardware: a table in memory, of the shape that a network processor's firmware has, which takes one session per tunnel
 * and answers by messages. It shows how a plug-in is written, and tests run against it. It forwards nothing.
 *
 *	cc -shared -fPIC -O2 -Wall -Werror -o sample.so sample_plugin.c
 *
 * Options, with blanks between them:
 *	refuse		take no session
 *	no-ports	take no pair of ports
 *	room=N		have room for N sessions
 *	late		tell only with the next statistics that a session is in force
 *	evict		let the first session go with every third statistics
 *	busy		answer the first request to remove a session with "not yet"
 *	traffic		count a packet each way for every session with all statistics
 *	garbage		tell of events that are none
 *	broken		do not begin
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pmip_offload.h"

#define ROOM_MAX 256

struct entry {
	struct pmip_offload_session session;
	struct pmip_offload_statistics counters;
	int is_taken;
	int is_pending;
	int was_asked;
};

/* As hardware does, it outlives whoever talks to it. */
static struct entry hardware[ROOM_MAX];

struct plugin {
	struct pmip_offload_host host;
	unsigned int room;
	unsigned int statistics_count;
	int refuses, has_no_ports, is_late, evicts, is_busy, has_traffic, has_garbage;
};

static struct entry *find(uint64_t id)
{
	for (int i = 0; i < ROOM_MAX; i++)
		if (hardware[i].is_taken && hardware[i].session.id == id)
			return &hardware[i];
	return NULL;
}

static void tell(struct plugin *plugin, uint32_t kind, uint64_t id, const struct pmip_offload_statistics *last)
{
	struct pmip_offload_event event = { .size = sizeof(event), .kind = kind, .id = id };

	if (last) {
		event.last = *last;
		event.last.known = 1;
	}
	plugin->host.event(plugin->host.context, &event);
}

static int has(const char *options, const char *word)
{
	return strstr(options, word) != NULL;
}

static int sample_open(const struct pmip_offload_host *host, const char *options, char *reason, uint32_t room, void **handle)
{
	struct plugin *plugin = calloc(1, sizeof(*plugin));
	const char *count = strstr(options, "room=");

	if (!plugin || host->size < sizeof(plugin->host) || has(options, "broken")) {
		snprintf(reason, room, "%s", plugin ? "told to be broken" : "no memory");
		free(plugin);
		return PMIP_OFFLOAD_REFUSED;
	}
	plugin->host = *host;
	plugin->room = count ? (unsigned int)atoi(count + 5) : ROOM_MAX;
	if (plugin->room > ROOM_MAX)
		plugin->room = ROOM_MAX;
	plugin->refuses = has(options, "refuse");
	plugin->has_no_ports = has(options, "no-ports");
	plugin->is_late = has(options, "late");
	plugin->evicts = has(options, "evict");
	plugin->is_busy = has(options, "busy");
	plugin->has_traffic = has(options, "traffic");
	plugin->has_garbage = has(options, "garbage");
	*handle = plugin;
	return PMIP_OFFLOAD_OK;
}

static void sample_close(void *handle)
{
	free(handle);
}

static int sample_probe(void *handle, const struct pmip_offload_ports *ports, char *reason, uint32_t room)
{
	struct plugin *plugin = handle;

	if (!plugin->has_no_ports && ports->size >= sizeof(*ports) && ports->port > 0 && ports->transport > 0)
		return PMIP_OFFLOAD_OK;
	snprintf(reason, room, "port %d is not of this network processor", ports->port);
	return PMIP_OFFLOAD_REFUSED;
}

static int sample_add(void *handle, const struct pmip_offload_session *session)
{
	struct plugin *plugin = handle;
	struct entry *entry = NULL;

	if (plugin->refuses || session->size < sizeof(*session) || session->flags & PMIP_OFFLOAD_UDP_TLV)
		return PMIP_OFFLOAD_REFUSED;
	for (unsigned int i = 0; i < plugin->room && !entry; i++)
		if (!hardware[i].is_taken)
			entry = &hardware[i];
	if (!entry)
		return PMIP_OFFLOAD_FULL;
	memset(entry, 0, sizeof(*entry));
	entry->session = *session;
	entry->is_taken = 1;
	entry->is_pending = plugin->is_late;
	return entry->is_pending ? PMIP_OFFLOAD_PENDING : PMIP_OFFLOAD_OK;
}

static int sample_remove(void *handle, uint64_t id)
{
	struct plugin *plugin = handle;
	struct entry *entry = find(id);

	if (!entry)
		return PMIP_OFFLOAD_OK;
	if (plugin->is_busy && !entry->was_asked) {
		entry->was_asked = 1;
		return PMIP_OFFLOAD_BUSY;
	}
	entry->is_taken = 0;
	return PMIP_OFFLOAD_OK;
}

static void sample_statistics(void *handle, struct pmip_offload_statistics *list, uint32_t count)
{
	struct plugin *plugin = handle;

	plugin->statistics_count++;
	for (uint32_t i = 0; i < count; i++) {
		struct entry *entry = find(list[i].id);

		if (!entry)
			continue;
		if (entry->is_pending) {
			entry->is_pending = 0;
			tell(plugin, PMIP_OFFLOAD_INSTALLED, entry->session.id, NULL);
			continue;
		}
		if (plugin->has_traffic) {
			entry->counters.packets_in += 1;
			entry->counters.octets_in += 100;
			entry->counters.packets_out += 1;
			entry->counters.octets_out += 100;
		}
		if (plugin->evicts && plugin->statistics_count % 3 == 0 && i == 0) {
			entry->is_taken = 0;
			tell(plugin, PMIP_OFFLOAD_EVICTED, entry->session.id, &entry->counters);
			continue;
		}
		entry->counters.id = entry->session.id;
		entry->counters.known = 1;
		list[i] = entry->counters;
	}
	if (plugin->has_garbage) {
		tell(plugin, 77, 0, NULL);
		tell(plugin, PMIP_OFFLOAD_EVICTED, 0xFFFFFFFFu, NULL);
		tell(plugin, PMIP_OFFLOAD_EVICTED, 0x7FFFFFFF00000000u, NULL);
	}
}

static uint32_t sample_left_over(void *handle, uint64_t *ids, uint32_t room)
{
	uint32_t count = 0;

	(void)handle;
	for (int i = 0; i < ROOM_MAX && count < room; i++)
		if (hardware[i].is_taken)
			ids[count++] = hardware[i].session.id;
	return count;
}

static const struct pmip_offload_plugin functions = {
	.size = sizeof(functions),
	.version = PMIP_OFFLOAD_VERSION,
	.open = sample_open,
	.close = sample_close,
	.probe = sample_probe,
	.add = sample_add,
	.remove = sample_remove,
	.statistics = sample_statistics,
	.left_over = sample_left_over,
};

const struct pmip_offload_plugin *pmip_offload_entry(uint32_t host_version);

const struct pmip_offload_plugin *pmip_offload_entry(uint32_t host_version)
{
	return host_version == PMIP_OFFLOAD_VERSION ? &functions : NULL;
}

/* For tests: how many sessions the table has. */
uint32_t sample_count(void);

uint32_t sample_count(void)
{
	uint32_t count = 0;

	for (int i = 0; i < ROOM_MAX; i++)
		count += hardware[i].is_taken ? 1 : 0;
	return count;
}
