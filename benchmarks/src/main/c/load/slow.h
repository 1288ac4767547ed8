/*
 * slow: connections that send all that is taken but read little, beside a healthy one whose latency is measured. There is one
 * thread: it does the work of one slow connection after each answer, so that this work is in no latency.
 */
#pragma once
#include "batch.h"
#include "flow.h"
#include "window.h"

enum { SLOW_BLOCK = 16 * 1024, SLOW_READ = 4 * 1024 };

static const uint64_t SLOW_PERIOD_NS = 16000000;

struct slow {
	struct flow flow;
	uint64_t next_read_ns;
};

struct slows {
	struct content content;
	uint32_t count;
	uint32_t next;
	struct slow *all;
};

static inline void open_slows(struct slows *slows, const struct options *options) {
	slows->count = connections_or(options, 64);
	slows->content = content_make(PLAIN, SLOW_BLOCK, 1);
	slows->all = allocate(slows->count, sizeof *slows->all);
	for (uint32_t i = 0; i < slows->count; i++) {
		slows->all[i].flow.link.fd = open_connection(options->port, i + 1);
	}
}

static inline void read_slowly(struct slow *slow, const struct content *content, uint64_t now) {
	if (now >= slow->next_read_ns) {
		slow->next_read_ns = now + SLOW_PERIOD_NS;
		flow_verify(&slow->flow, content, receive_some(slow->flow.link.fd, scratch, SLOW_READ));
	}
}

static inline void turn_slow(struct slows *slows) {
	struct slow *slow = &slows->all[slows->next];
	slows->next = slows->next + 1 == slows->count ? 0 : slows->next + 1;
	flow_send(&slow->flow, &slows->content, SLOW_BLOCK);
	read_slowly(slow, &slows->content, now_ns());
}

static inline void ping(struct window *window, struct batch *batch, const struct content *content) {
	batch_push(batch, content);
	if (batch_receive(batch, content) == 0) {
		window_empty(window);
		return;
	}
	window_found(window);
}

static inline void pong(struct window *window, struct batch *batch, const struct content *content) {
	histogram_add(&window->latency, now_ns() - batch->started_ns);
	window_count(window, 1, content->batch_bytes);
	batch->slot = content_next(content, batch->slot);
}

static inline void run_slow(const struct options *options) {
	struct window window;
	struct slows slows = { 0 };
	struct content content = content_make(PLAIN, size_or(options, 64), 1);
	struct batch healthy = { .link.fd = open_connection(options->port, 0) };
	open_slows(&slows, options);
	window_start(&window, options);
	batch_begin(&healthy, &content, now_ns());
	while (window_open(&window)) {
		ping(&window, &healthy, &content);
		if (batch_complete(&healthy, &content)) {
			pong(&window, &healthy, &content);
			turn_slow(&slows);
			batch_begin(&healthy, &content, now_ns());
		}
	}
	batch_await(&healthy, &content);
	window_report(&window);
}
