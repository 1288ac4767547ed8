/*
 * echo, frames, lines: each connection keeps one batch of messages in flight. One send per batch, and the sweep over the
 * connections asks recv() itself instead of epoll: fewer system calls per message than any server can do.
 */
#pragma once
#include "connection.h"
#include "content.h"
#include "window.h"

struct batch {
	int fd;
	uint32_t slot;
	uint32_t sent;
	uint32_t received;
	uint64_t started_ns;
};

struct batches {
	const struct options *options;
	struct content content;
	struct window window;
	struct batch *all;
};

static inline void push_batch(const struct batches *batches, struct batch *batch) {
	const struct content *content = &batches->content;
	batch->sent += (uint32_t) send_some(batch->fd, content_batch(content, batch->slot) + batch->sent,
			content->batch_bytes - batch->sent);
}

static inline void begin_batch(const struct batches *batches, struct batch *batch, uint64_t now) {
	batch->sent = 0;
	batch->received = 0;
	batch->started_ns = now;
	push_batch(batches, batch);
}

static inline void verify_batch(const struct batches *batches, struct batch *batch, size_t got) {
	const struct content *content = &batches->content;
	if (got > content->batch_bytes - batch->received) {
		fail("%zu bytes more than were sent", got + batch->received - content->batch_bytes);
	}
	expect_same(content_batch(content, batch->slot) + batch->received, scratch, got);
	batch->received += (uint32_t) got;
}

static inline void finish_batch(struct batches *batches, struct batch *batch, uint64_t now) {
	histogram_add(&batches->window.latency, now - batch->started_ns);
	window_count(&batches->window, batches->options->depth, batches->content.batch_bytes);
	batch->slot = content_next(&batches->content, batch->slot);
	begin_batch(batches, batch, now);
}

static inline void turn_batch(struct batches *batches, struct batch *batch) {
	if (batch->sent < batches->content.batch_bytes) {
		push_batch(batches, batch);
	}
	size_t got = receive_some(batch->fd, scratch, SCRATCH_BYTES);
	if (got == 0) {
		window_empty(&batches->window);
		return;
	}
	uint64_t now = now_ns();
	window_found(&batches->window, now);
	verify_batch(batches, batch, got);
	if (batch->received == batches->content.batch_bytes) {
		finish_batch(batches, batch, now);
	}
	window_worked(&batches->window);
}

static inline void open_batches(struct batches *batches) {
	const struct options *options = batches->options;
	batches->all = allocate(options->connections, sizeof *batches->all);
	for (uint32_t i = 0; i < options->connections; i++) {
		batches->all[i].fd = open_connection(options->port, i);
		batches->all[i].slot = content_first(&batches->content, i);
	}
}

static inline void run_batches(const struct options *options, enum shape shape) {
	struct batches batches = { .options = options,
		.content = content_make(shape, size_or(options, 64), options->depth) };
	open_batches(&batches);
	window_start(&batches.window, options);
	for (uint32_t i = 0; i < options->connections; i++) {
		begin_batch(&batches, &batches.all[i], now_ns());
	}
	while (window_open(&batches.window)) {
		for (uint32_t i = 0; i < options->connections; i++) {
			turn_batch(&batches, &batches.all[i]);
		}
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
