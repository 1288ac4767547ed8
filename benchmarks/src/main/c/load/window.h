/*
 * The measured time, and what is counted in it.
 *
 * WARMING --> MEASURING --> OVER
 *
 * A workload asks window_open() once per sweep over its connections. The edges are where the clock and the server's
 * processor time are read together, so that neither has work in it that the other lacks. What is in flight at the end is awaited and
 * verified, but not counted.
 */
#pragma once
#include "clock.h"
#include "histogram.h"
#include "options.h"
#include "server.h"
#include <stdbool.h>

static const uint64_t STALL_NS = 10 * 1000000000ULL;

enum phase { WARMING, MEASURING, OVER };

struct window {
	struct server server;
	enum phase phase;
	uint64_t edge_ns; /* when this phase ends */
	uint64_t length_ns;
	uint64_t started_ns;
	uint64_t started_cpu_ns;
	uint64_t cpu_ns;
	uint64_t messages;
	uint64_t bytes;
	uint64_t progress; /* everything that ever arrived, to see a stall */
	uint64_t last_progress;
	uint64_t last_progress_ns;
	uint64_t empty; /* attempts that found nothing */
	uint64_t timed_empty;
	uint64_t timed_empty_ns;
	uint64_t last_empty_ns; /* 0: the last attempt found something */
	double idle;
	struct histogram latency;
};

static inline void window_start(struct window *window, const struct options *options) {
	memset(window, 0, sizeof *window);
	uint64_t now = now_ns();
	window->server = server_of(options->pid);
	window->edge_ns = now + (uint64_t) (options->warmup_seconds * 1e9);
	window->length_ns = (uint64_t) (options->seconds * 1e9);
	window->last_progress_ns = now;
}

static inline void begin_measuring(struct window *window) {
	histogram_clear(&window->latency);
	window->messages = 0;
	window->bytes = 0;
	window->empty = 0;
	window->timed_empty = 0;
	window->timed_empty_ns = 0;
	window->last_empty_ns = 0;
	window->phase = MEASURING;
	window->started_cpu_ns = server_cpu_ns(&window->server);
	window->started_ns = now_ns();
	window->edge_ns = window->started_ns + window->length_ns;
}

/* The part of the window in which the generator had nothing to do. */
static inline double idle_part(const struct window *window) {
	double each_ns = window->timed_empty > 0 ? (double) window->timed_empty_ns / (double) window->timed_empty : 0;
	return each_ns * (double) window->empty / (double) window->length_ns;
}

static inline void end_measuring(struct window *window) {
	if (window->messages + window->bytes == 0) {
		fail("nothing arrived in the measured time");
	}
	window->cpu_ns = server_cpu_ns(&window->server) - window->started_cpu_ns;
	window->length_ns = now_ns() - window->started_ns;
	window->idle = idle_part(window);
	window->phase = OVER;
}

static inline void check_progress(struct window *window, uint64_t now) {
	if (window->progress != window->last_progress) {
		window->last_progress = window->progress;
		window->last_progress_ns = now;
	}
	else if (now - window->last_progress_ns > STALL_NS) {
		fail("stalled: nothing arrived for 10 s");
	}
}

/* False when the window is over. */
static inline bool window_open(struct window *window) {
	uint64_t now = now_ns();
	check_progress(window, now);
	if (now >= window->edge_ns && window->phase == WARMING) {
		begin_measuring(window);
	}
	else if (now >= window->edge_ns) {
		end_measuring(window);
	}
	return window->phase != OVER;
}

/*
 * An attempt found nothing: what it took was spare. Timed from the end of the attempt before, if that was empty as well;
 * so no clock is read while there is work.
 */
static inline void window_empty(struct window *window) {
	uint64_t now = now_ns();
	window->empty++;
	if (window->last_empty_ns != 0) {
		window->timed_empty++;
		window->timed_empty_ns += now - window->last_empty_ns;
	}
	window->last_empty_ns = now;
}

static inline void window_found(struct window *window) {
	window->last_empty_ns = 0;
	window->progress++;
}

/* The same for several attempts at once: they are timed where all of them were empty, and those before as well. */
static inline void window_swept(struct window *window, uint32_t attempts, uint32_t empty, uint64_t now) {
	window->empty += empty;
	if (empty < attempts) {
		window_found(window);
		return;
	}
	if (window->last_empty_ns != 0) {
		window->timed_empty += empty;
		window->timed_empty_ns += now - window->last_empty_ns;
	}
	window->last_empty_ns = now;
}

static inline void window_count(struct window *window, uint64_t messages, uint64_t bytes) {
	window->messages += messages;
	window->bytes += bytes;
}

static inline void report_latency(const struct histogram *latency) {
	printf("p50_ns=%llu\n", (unsigned long long) histogram_quantile(latency, 0.5));
	printf("p99_ns=%llu\n", (unsigned long long) histogram_quantile(latency, 0.99));
	printf("p999_ns=%llu\n", (unsigned long long) histogram_quantile(latency, 0.999));
}

static inline void window_report(const struct window *window) {
	printf("messages=%llu\n", (unsigned long long) window->messages);
	printf("seconds=%.6f\n", (double) window->length_ns / 1e9);
	printf("cpu_ns=%llu\n", (unsigned long long) window->cpu_ns);
	printf("bytes=%llu\n", (unsigned long long) window->bytes);
	if (window->latency.count > 0) {
		report_latency(&window->latency);
	}
	printf("idle=%.4f\n", window->idle);
	printf("rss_kb=%ld\n", server_rss_kb(&window->server));
}
