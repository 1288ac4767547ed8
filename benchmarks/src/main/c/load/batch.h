/* One batch of messages on its way there and back. One send() per batch, where the socket takes it. */
#pragma once
#include "content.h"
#include "link.h"

struct batch {
	struct link link;
	uint32_t slot; /* of the content */
	uint32_t sent;
	uint32_t received;
	uint64_t started_ns;
};

static inline bool batch_complete(const struct batch *batch, const struct content *content) {
	return batch->received == content->batch_bytes;
}

static inline void batch_push(struct batch *batch, const struct content *content) {
	if (batch->sent < content->batch_bytes) {
		batch->sent += (uint32_t) link_send(&batch->link, content_batch(content, batch->slot) + batch->sent,
				content->batch_bytes - batch->sent);
	}
}

/* Without sending it. */
static inline void batch_reset(struct batch *batch, uint64_t now) {
	batch->sent = 0;
	batch->received = 0;
	batch->started_ns = now;
}

static inline void batch_begin(struct batch *batch, const struct content *content, uint64_t now) {
	batch_reset(batch, now);
	batch_push(batch, content);
}

static inline void batch_verify(struct batch *batch, const struct content *content, const void *bytes, size_t got) {
	if (got > content->batch_bytes - batch->received) {
		fail("%zu bytes more than were sent", got + batch->received - content->batch_bytes);
	}
	expect_same(content_batch(content, batch->slot) + batch->received, bytes, got);
	batch->received += (uint32_t) got;
}

/* Receives and verifies; 0: nothing now. */
static inline size_t batch_receive(struct batch *batch, const struct content *content) {
	size_t got = link_receive(&batch->link);
	batch_verify(batch, content, scratch, got);
	return got;
}

/* Waits for what is in flight. */
static inline void batch_await(struct batch *batch, const struct content *content) {
	uint64_t deadline = now_ns() + 10 * SECOND_NS;
	while (!batch_complete(batch, content)) {
		batch_push(batch, content);
		if (batch_receive(batch, content) == 0 && now_ns() > deadline) {
			fail("stalled: no answer within 10 s");
		}
	}
}
