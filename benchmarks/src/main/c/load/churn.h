/*
 * churn: connect, one message there and back, close; so many at a time. The client closes first, with nothing unread, so
 * that no reset is sent and the waiting state of the closed connection is on its side.
 */
#pragma once
#include "batch.h"
#include "window.h"

struct churn {
	int port;
	struct content content;
	struct window window;
	uint32_t opened;
};

static inline void begin_connection(struct churn *churn, struct batch *batch, uint64_t now) {
	uint32_t index = churn->opened++;
	batch->link.fd = start_connection(churn->port, index);
	batch->slot = content_first(&churn->content, index);
	batch_begin(batch, &churn->content, now);
}

static inline void end_connection(struct churn *churn, struct batch *batch, uint64_t now) {
	histogram_add(&churn->window.latency, now - batch->started_ns);
	window_count(&churn->window, 1, churn->content.batch_bytes);
	close(batch->link.fd);
}

static inline void turn_churn(struct churn *churn, struct batch *batch) {
	batch_push(batch, &churn->content);
	if (batch_receive(batch, &churn->content) == 0) {
		window_empty(&churn->window);
		return;
	}
	window_found(&churn->window);
	if (batch_complete(batch, &churn->content)) {
		end_connection(churn, batch, now_ns());
		begin_connection(churn, batch, now_ns());
	}
}

static inline void run_churn(const struct options *options) {
	uint32_t count = connections_or(options, 16);
	struct churn churn = { .port = options->port, .content = content_make(PLAIN, size_or(options, 64), 1) };
	struct batch *batches = allocate(count, sizeof *batches);
	window_start(&churn.window, options);
	for (uint32_t i = 0; i < count; i++) {
		begin_connection(&churn, &batches[i], now_ns());
	}
	while (window_open(&churn.window)) {
		for (uint32_t i = 0; i < count; i++) {
			turn_churn(&churn, &batches[i]);
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		batch_await(&batches[i], &churn.content);
	}
	window_report(&churn.window);
}
