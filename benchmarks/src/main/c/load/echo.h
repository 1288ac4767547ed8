/* echo, frames, lines: messages there and back, so many in flight on each connection. */
#pragma once
#include "batches.h"
#include "groups.h"

static inline void run_batches(const struct options *options, enum shape shape) {
	struct batches batches = { .options = options,
		.content = content_make(shape, size_or(options, 64), options->depth) };
	struct groups groups = { 0 };
	open_batches(&batches);
	bool grouped = groups_open(&groups, &batches);
	window_start(&batches.window, options);
	for (uint32_t i = 0; i < batches.count; i++) {
		batch_begin(&batches.all[i], &batches.content, now_ns());
	}
	while (window_open(&batches.window)) {
		if (grouped) {
			turn_group(&groups);
		}
		else {
			sweep_one_by_one(&batches);
		}
	}
	for (uint32_t i = 0; i < batches.count; i++) {
		batch_await(&batches.all[i], &batches.content);
	}
	window_report(&batches.window);
	printf("sweep=%s\n", grouped ? "io_uring" : "recv");
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
