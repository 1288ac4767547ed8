/* echo, frames, lines: messages there and back, so many in flight on each connection; asked over HTTP meanwhile or not. */
#pragma once
#include "batches.h"
#include "groups.h"
#include "http.h"

static inline void run_batches(const struct options *options, enum shape shape) {
	struct batches batches = { .options = options,
		.content = content_make(shape, size_or(options, 64), options->depth) };
	struct groups groups = { 0 };
	struct http http;
	bool asks = options->http_port != 0;
	open_batches(&batches);
	bool grouped = groups_open(&groups, &batches);
	if (asks) {
		http_open(&http, options);
	}
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
		if (asks) {
			http_turn(&http, &batches.window);
		}
	}
	for (uint32_t i = 0; i < batches.count; i++) {
		batch_await(&batches.all[i], &batches.content);
	}
	window_report(&batches.window);
	if (asks) {
		http_report(&http);
	}
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
