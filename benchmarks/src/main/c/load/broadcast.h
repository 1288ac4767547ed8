/* broadcast: the first connection sends a message; when all have received it, the next. */
#pragma once
#include "batch.h"
#include "window.h"

struct broadcast {
	struct content content;
	struct window window;
	uint32_t count;
	uint32_t missing; /* deliveries of this round */
	struct batch *batches;
};

static inline void begin_round(struct broadcast *broadcast, uint64_t now) {
	broadcast->missing = broadcast->count;
	uint32_t slot = content_next(&broadcast->content, broadcast->batches[0].slot);
	for (uint32_t i = 0; i < broadcast->count; i++) {
		broadcast->batches[i].slot = slot;
		broadcast->batches[i].received = 0;
	}
	batch_begin(&broadcast->batches[0], &broadcast->content, now);
}

static inline void end_round(struct broadcast *broadcast, uint64_t now) {
	histogram_add(&broadcast->window.latency, now - broadcast->batches[0].started_ns);
	window_count(&broadcast->window, broadcast->count, (uint64_t) broadcast->count * broadcast->content.batch_bytes);
	begin_round(broadcast, now);
}

static inline void turn_broadcast(struct broadcast *broadcast, struct batch *batch) {
	if (batch_receive(batch, &broadcast->content) == 0) {
		window_empty(&broadcast->window);
		return;
	}
	window_found(&broadcast->window, now_ns());
	if (batch_complete(batch, &broadcast->content)) {
		broadcast->missing--;
	}
}

static inline void sweep_broadcast(struct broadcast *broadcast) {
	batch_push(&broadcast->batches[0], &broadcast->content);
	for (uint32_t i = 0; i < broadcast->count; i++) {
		if (!batch_complete(&broadcast->batches[i], &broadcast->content)) {
			turn_broadcast(broadcast, &broadcast->batches[i]);
		}
	}
	if (broadcast->missing == 0) {
		end_round(broadcast, now_ns());
	}
}

static inline void run_broadcast(const struct options *options) {
	struct broadcast broadcast = { .content = content_make(PLAIN, size_or(options, 64), 1),
		.count = connections_or(options, 1000) };
	struct tls_context *context = context_of(options);
	broadcast.batches = allocate(broadcast.count, sizeof *broadcast.batches);
	for (uint32_t i = 0; i < broadcast.count; i++) {
		broadcast.batches[i].link = link_open(options->port, i, context);
	}
	window_start(&broadcast.window, options);
	begin_round(&broadcast, now_ns());
	while (window_open(&broadcast.window)) {
		sweep_broadcast(&broadcast);
	}
	window_report(&broadcast.window);
}
