/*
 * Each connection keeps one batch in flight. The sweep asks the connections themselves, without epoll: that spares this side
 * system calls, and the server's processor time the wake-ups.
 */
#pragma once
#include "batch.h"
#include "window.h"

struct batches {
	const struct options *options;
	struct content content;
	struct window window;
	uint32_t count;
	struct batch *all;
};

static inline void open_batches(struct batches *batches) {
	const struct options *options = batches->options;
	struct tls_context *context = context_of(options);
	batches->count = connections_or(options, 1);
	batches->all = allocate(batches->count, sizeof *batches->all);
	for (uint32_t i = 0; i < batches->count; i++) {
		batches->all[i].link = link_open(options->port, i, context);
		batches->all[i].slot = content_first(&batches->content, i);
	}
}

static inline void finish_batch(struct batches *batches, struct batch *batch, uint64_t now) {
	histogram_add(&batches->window.latency, now - batch->started_ns);
	window_count(&batches->window, batches->options->depth, batches->content.batch_bytes);
	batch->slot = content_next(&batches->content, batch->slot);
}

static inline void turn_batch(struct batches *batches, struct batch *batch) {
	batch_push(batch, &batches->content);
	if (batch_receive(batch, &batches->content) == 0) {
		window_empty(&batches->window);
		return;
	}
	window_found(&batches->window);
	if (batch_complete(batch, &batches->content)) {
		uint64_t now = now_ns();
		finish_batch(batches, batch, now);
		batch_begin(batch, &batches->content, now);
	}
}

static inline void sweep_one_by_one(struct batches *batches) {
	for (uint32_t i = 0; i < batches->count; i++) {
		turn_batch(batches, &batches->all[i]);
	}
}
