/* What is left to look at when nothing happens: says HOLDING, and waits for a line on stdin while others look too. */
#pragma once
#include "clock.h"
#include "server.h"
#include <poll.h>
#include <stdbool.h>
#include <unistd.h>

enum { MOST_SAMPLES = 3600 };

struct hold {
	struct server server;
	uint32_t samples;
	long rss_kb[MOST_SAMPLES]; /* one a second */
	uint64_t next_sample_ns;
};

static inline void hold_sample(struct hold *hold) {
	uint64_t now = now_ns();
	if (now >= hold->next_sample_ns && hold->samples < MOST_SAMPLES) {
		hold->rss_kb[hold->samples++] = server_rss_kb(&hold->server);
		hold->next_sample_ns = (hold->next_sample_ns == 0 ? now : hold->next_sample_ns) + SECOND_NS;
	}
}

/* Takes what stdin has; its end counts as a line. */
static inline bool line_arrived(int timeout_ms) {
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	char bytes[256];
	if (poll(&input, 1, timeout_ms) <= 0) {
		return false;
	}
	ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
	return got <= 0 || memchr(bytes, '\n', (size_t) got) != NULL;
}

static inline void hold_until_line(struct hold *hold) {
	printf("HOLDING\n");
	fflush(stdout);
	uint64_t cpu_ns = server_cpu_ns(&hold->server);
	uint64_t started_ns = now_ns();
	while (!line_arrived(100)) {
		hold_sample(hold);
	}
	printf("cpu_ns=%llu\n", (unsigned long long) (server_cpu_ns(&hold->server) - cpu_ns));
	printf("seconds=%.6f\n", (double) (now_ns() - started_ns) / 1e9);
	printf("rss_kb=%ld\n", server_rss_kb(&hold->server));
}

static inline void report_series(const struct hold *hold) {
	printf("rss_series=");
	for (uint32_t i = 0; i < hold->samples; i++) {
		printf(i == 0 ? "%ld" : ",%ld", hold->rss_kb[i]);
	}
	printf("\n");
}
