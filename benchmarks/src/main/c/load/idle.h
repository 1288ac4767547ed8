/* idle: connections that have exchanged one message, and then are silent. */
#pragma once
#include "batch.h"
#include "hold.h"

static inline void expect_silence(const struct batch *batches, uint32_t count) {
	for (uint32_t i = 0; i < count; i++) {
		if (link_receive(&batches[i].link) > 0) {
			fail("bytes that were not sent");
		}
	}
}

static inline void run_idle(const struct options *options) {
	uint32_t count = connections_or(options, 10000);
	struct content content = content_make(PLAIN, size_or(options, 64), 1);
	struct batch *batches = allocate(count, sizeof *batches);
	struct tls_context *context = context_of(options);
	struct hold hold = { .server = server_of(options->pid) };
	printf("rss_before_kb=%ld\n", server_rss_kb(&hold.server));
	for (uint32_t i = 0; i < count; i++) {
		batches[i].link = link_open(options->port, i, context);
		batches[i].slot = content_first(&content, i);
		batch_begin(&batches[i], &content, now_ns());
		batch_await(&batches[i], &content);
	}
	hold_until_line(&hold);
	expect_silence(batches, count);
	printf("connections=%u\n", count);
}
