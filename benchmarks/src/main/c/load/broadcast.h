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

static inline void count_round(struct broadcast *broadcast, uint64_t now) {
	histogram_add(&broadcast->window.latency, now - broadcast->batches[0].started_ns);
	window_count(&broadcast->window, broadcast->count, (uint64_t) broadcast->count * broadcast->content.batch_bytes);
}

static inline void turn_broadcast(struct broadcast *broadcast, struct batch *batch) {
	if (batch_receive(batch, &broadcast->content) == 0) {
		window_empty(&broadcast->window);
		return;
	}
	window_found(&broadcast->window);
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
}

/* Whether all got the message, within a second since the last who did. */
static inline bool reaches_all(struct broadcast *broadcast) {
	uint64_t last_ns = now_ns();
	uint32_t missing = 0;
	begin_round(broadcast, last_ns);
	while (broadcast->missing > 0 && now_ns() - last_ns < SECOND_NS) {
		sweep_broadcast(broadcast);
		if (broadcast->missing != missing) {
			missing = broadcast->missing;
			last_ns = now_ns();
		}
	}
	return broadcast->missing == 0;
}

/* That connect() returned does not mean that the server knows of it yet: repeat until it knows of all. */
static inline void await_audience(struct broadcast *broadcast) {
	for (int tries = 0; tries < 10; tries++) {
		if (reaches_all(broadcast)) {
			return;
		}
	}
	fail("%u of %u connections never got a message", broadcast->missing, broadcast->count);
}

static inline void run_broadcast(const struct options *options) {
	struct broadcast broadcast = { .content = content_make(PLAIN, size_or(options, 64), 1),
		.count = connections_or(options, 1000) };
	struct tls_context *context = context_of(options);
	broadcast.batches = allocate(broadcast.count, sizeof *broadcast.batches);
	for (uint32_t i = 0; i < broadcast.count; i++) {
		broadcast.batches[i].link = link_open(options->port, i, context);
	}
	await_audience(&broadcast);
	window_start(&broadcast.window, options);
	begin_round(&broadcast, now_ns());
	while (window_open(&broadcast.window)) {
		sweep_broadcast(&broadcast);
		if (broadcast.missing == 0) {
			uint64_t now = now_ns();
			count_round(&broadcast, now);
			begin_round(&broadcast, now);
		}
	}
	while (broadcast.missing > 0) {
		sweep_broadcast(&broadcast);
		check_progress(&broadcast.window, now_ns());
	}
	window_report(&broadcast.window);
}
