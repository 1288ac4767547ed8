/*
 * echo, frames, lines: each connection keeps one batch in flight. The sweep over the connections asks recv() itself, not
 * epoll: fewer system calls per message than a server can do, and no wake-up for its processor time to pay.
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

static inline void next_batch(struct batches *batches, struct batch *batch, uint64_t now) {
	histogram_add(&batches->window.latency, now - batch->started_ns);
	window_count(&batches->window, batches->options->depth, batches->content.batch_bytes);
	batch->slot = content_next(&batches->content, batch->slot);
	batch_begin(batch, &batches->content, now);
}

static inline void turn_batch(struct batches *batches, struct batch *batch) {
	batch_push(batch, &batches->content);
	if (batch_receive(batch, &batches->content) == 0) {
		window_empty(&batches->window);
		return;
	}
	window_found(&batches->window);
	if (batch_complete(batch, &batches->content)) {
		next_batch(batches, batch, now_ns());
	}
}

static inline void run_batches(const struct options *options, enum shape shape) {
	struct batches batches = { .options = options,
		.content = content_make(shape, size_or(options, 64), options->depth) };
	open_batches(&batches);
	window_start(&batches.window, options);
	for (uint32_t i = 0; i < batches.count; i++) {
		batch_begin(&batches.all[i], &batches.content, now_ns());
	}
	while (window_open(&batches.window)) {
		for (uint32_t i = 0; i < batches.count; i++) {
			turn_batch(&batches, &batches.all[i]);
		}
	}
	for (uint32_t i = 0; i < batches.count; i++) {
		batch_await(&batches.all[i], &batches.content);
	}
	window_report(&batches.window);
}

static inline void run_echo(const struct options *options) {
	run_batches(options, PLAIN);
}

static inline void run_frames(const struct options *options) {
	run_batches(options, FRAMED);
}

static inline void run_lines(const struct options *options) {
	run_batches(options, LINES);
}
