/* stream: each connection writes chunks as fast as they are taken, and reads at the same time. */
#pragma once
#include "flow.h"
#include "window.h"

struct stream {
	struct content content;
	struct window window;
	uint32_t count;
	struct flow *flows;
};

static inline void turn_stream(struct stream *stream, struct flow *flow) {
	size_t sent = flow_send(flow, &stream->content, stream->content.batch_bytes);
	size_t got = link_receive(&flow->link);
	flow_verify(flow, &stream->content, got);
	window_count(&stream->window, 0, got);
	if (sent + got == 0) {
		window_empty(&stream->window);
	}
	else {
		window_found(&stream->window);
	}
}

static inline void await_flow(struct stream *stream, struct flow *flow) {
	while (flow->received < flow->sent) {
		size_t got = link_receive(&flow->link);
		flow_verify(flow, &stream->content, got);
		stream->window.progress += got;
		check_progress(&stream->window, now_ns());
	}
}

static inline void run_stream(const struct options *options) {
	struct stream stream = { .content = content_make(PLAIN, size_or(options, 64 * 1024), 1),
		.count = connections_or(options, 4) };
	struct tls_context *context = context_of(options);
	stream.flows = allocate(stream.count, sizeof *stream.flows);
	for (uint32_t i = 0; i < stream.count; i++) {
		stream.flows[i].link = link_open(options->port, i, context);
	}
	window_start(&stream.window, options);
	while (window_open(&stream.window)) {
		for (uint32_t i = 0; i < stream.count; i++) {
			turn_stream(&stream, &stream.flows[i]);
		}
	}
	for (uint32_t i = 0; i < stream.count; i++) {
		await_flow(&stream, &stream.flows[i]);
	}
	stream.window.messages = stream.window.bytes / stream.content.batch_bytes;
	window_report(&stream.window);
}
