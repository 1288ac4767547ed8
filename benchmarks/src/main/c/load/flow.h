/* One connection on which bytes go round the ring of content in both directions, without a beginning or an end. */
#pragma once
#include "content.h"
#include "link.h"

struct flow {
	struct link link;
	uint64_t sent;
	uint64_t received;
};

/* Sends up to the limit, in one piece; what the socket took. */
static inline size_t flow_send(struct flow *flow, const struct content *content, size_t limit) {
	uint64_t at = flow->sent % content_bytes(content);
	uint64_t until_end = content_bytes(content) - at;
	size_t sent = link_send(&flow->link, content->bytes + at, limit < until_end ? limit : until_end);
	flow->sent += sent;
	return sent;
}

/* Verifies what the scratch buffer holds. */
static inline void flow_verify(struct flow *flow, const struct content *content, size_t length) {
	if (length > flow->sent - flow->received) {
		fail("more bytes than were sent");
	}
	for (size_t done = 0; done < length;) {
		uint64_t at = flow->received % content_bytes(content);
		uint64_t until_end = content_bytes(content) - at;
		size_t piece = length - done < until_end ? length - done : until_end;
		expect_same(content->bytes + at, scratch + done, piece);
		flow->received += piece;
		done += piece;
	}
}
