/*
 * The sweep over the batches with io_uring, several steps in one system call. A send over loopback costs the same on both
 * sides, so a lean server is as fast as a generator that calls send() and recv() for each batch, and nobody knows who was the
 * limit. This way the generator needs a fifth less. A latency is that of the group: up to eight sends coarse.
 */
#pragma once
#include "batches.h"
#include "uring.h"

enum { STEP_BYTES = SCRATCH_BYTES / URING_SLOTS };

struct step {
	uint32_t index; /* of the batch */
	bool send;
};

struct groups {
	struct batches *batches;
	struct uring uring;
	uint32_t next; /* whom to ask */
	uint32_t unsent[URING_SLOTS]; /* whose next batch to begin: the first thing in the next group */
	uint32_t unsents;
	struct step steps[URING_SLOTS];
	uint32_t count;
	uint64_t now;
};

static inline void add_send(struct groups *groups, uint32_t index) {
	const struct content *content = &groups->batches->content;
	struct batch *batch = &groups->batches->all[index];
	if (batch->sent == 0) {
		batch->started_ns = groups->now;
	}
	uring_send(&groups->uring, index, content_batch(content, batch->slot) + batch->sent,
			content->batch_bytes - batch->sent);
	groups->steps[groups->count++] = (struct step) { .index = index, .send = true };
}

static inline void add_receive(struct groups *groups, uint32_t index) {
	uring_receive(&groups->uring, index, scratch + groups->count * STEP_BYTES, STEP_BYTES);
	groups->steps[groups->count++] = (struct step) { .index = index, .send = false };
}

static inline void ask(struct groups *groups, uint32_t index) {
	const struct batch *batch = &groups->batches->all[index];
	if (batch->sent > 0) {
		add_receive(groups, index);
	}
	/* one that the socket took in part; both in turn, as the server may wait for us to read */
	if (batch->sent > 0 && batch->sent < groups->batches->content.batch_bytes && groups->count < URING_SLOTS) {
		add_send(groups, index);
	}
}

static inline void form_group(struct groups *groups) {
	const struct batches *batches = groups->batches;
	groups->count = 0;
	for (uint32_t i = 0; i < groups->unsents; i++) {
		add_send(groups, groups->unsent[i]);
	}
	groups->unsents = 0;
	for (uint32_t asked = 0; asked < batches->count && groups->count < URING_SLOTS; asked++) {
		ask(groups, groups->next);
		groups->next = groups->next + 1 == batches->count ? 0 : groups->next + 1;
	}
}

static inline void conclude_send(struct groups *groups, uint32_t index, int result) {
	struct batch *batch = &groups->batches->all[index];
	batch->sent += (uint32_t) sent_bytes(result, -result);
	if (batch->sent == 0) {
		groups->unsent[groups->unsents++] = index;
	}
}

/* Whether there was something. */
static inline bool conclude_receive(struct groups *groups, uint32_t index, int result, const void *bytes) {
	const struct content *content = &groups->batches->content;
	struct batch *batch = &groups->batches->all[index];
	size_t got = received_bytes(result, -result);
	batch_verify(batch, content, bytes, got);
	if (batch_complete(batch, content)) {
		finish_batch(groups->batches, batch, groups->now);
		batch_reset(batch, groups->now);
		groups->unsent[groups->unsents++] = index;
	}
	return got > 0;
}

static inline void turn_group(struct groups *groups) {
	form_group(groups);
	uring_submit(&groups->uring);
	groups->now = now_ns();
	uint32_t empty = 0;
	for (uint32_t i = 0; i < groups->count; i++) {
		const struct step *step = &groups->steps[i];
		if (step->send) {
			conclude_send(groups, step->index, groups->uring.result[i]);
		}
		else if (!conclude_receive(groups, step->index, groups->uring.result[i], scratch + i * STEP_BYTES)) {
			empty++;
		}
	}
	window_swept(&groups->batches->window, groups->count, empty, groups->now);
}

/* False: to be done one by one. A group of few is not worth it; TLS has bytes of its own to send. */
static inline bool groups_open(struct groups *groups, struct batches *batches) {
	groups->batches = batches;
	if (batches->options->ca != NULL || batches->count < URING_SLOTS) {
		return false;
	}
	int *sockets = allocate(batches->count, sizeof *sockets);
	for (uint32_t i = 0; i < batches->count; i++) {
		sockets[i] = batches->all[i].link.fd;
	}
	bool opened = uring_open(&groups->uring, sockets, batches->count);
	free(sockets);
	return opened;
}
