/* flood: connections that send and never read. What the server holds for them is its memory. */
#pragma once
#include "flow.h"
#include "hold.h"

/* Small buffers on this side: else the kernels of both sides hold megabytes for each connection, and the server nothing. */
enum { FLOOD_CHUNK = 64 * 1024, FLOOD_RECEIVE_BUFFER = 4 * 1024, FLOOD_SEND_BUFFER = 16 * 1024 };

static inline int open_flooder(int port, uint32_t index) {
	int receive_bytes = FLOOD_RECEIVE_BUFFER;
	int send_bytes = FLOOD_SEND_BUFFER;
	int fd = new_socket(0, index);
	/* before it connects, as the window is agreed then */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof send_bytes);
	return connected(fd, port);
}

static inline size_t flood_once(struct flow *flows, uint32_t count, const struct content *content, uint64_t most) {
	size_t taken = 0;
	for (uint32_t i = 0; i < count; i++) {
		uint64_t left = most - flows[i].sent;
		if (left > 0) {
			taken += flow_send(&flows[i], content, left < FLOOD_CHUNK ? left : FLOOD_CHUNK);
		}
	}
	return taken;
}

/* Until nothing was taken for a second; all that was taken. */
static inline uint64_t flood(struct hold *hold, struct flow *flows, uint32_t count, uint64_t most) {
	struct content content = content_make(PLAIN, FLOOD_CHUNK, 1);
	uint64_t total = 0;
	uint64_t last_ns = now_ns();
	while (now_ns() - last_ns < SECOND_NS) {
		hold_sample(hold);
		size_t taken = flood_once(flows, count, &content, most);
		if (taken > 0) {
			total += taken;
			last_ns = now_ns();
		}
	}
	return total;
}

static inline void expect_open(const struct flow *flows, uint32_t count) {
	for (uint32_t i = 0; i < count; i++) {
		struct pollfd connection = { .fd = flows[i].link.fd, .events = POLLRDHUP };
		if (poll(&connection, 1, 0) > 0) {
			fail("closed by the server");
		}
	}
}

static inline void run_flood(const struct options *options) {
	uint32_t count = connections_or(options, 1000);
	struct flow *flows = allocate(count, sizeof *flows);
	struct hold hold = { .server = server_of(options->pid) };
	for (uint32_t i = 0; i < count; i++) {
		flows[i].link.fd = open_flooder(options->port, i);
	}
	uint64_t taken = flood(&hold, flows, count, size_or(options, 16 << 20));
	hold_until_line(&hold);
	expect_open(flows, count);
	printf("connections=%u\n", count);
	printf("bytes=%llu\n", (unsigned long long) taken);
	report_series(&hold);
}
