/*
 * What is sent: a ring of precomputed batches, no two alike, so that a stale, lost, doubled or foreign byte is seen by one
 * memcmp. Made before the measurement and sent from where it lies; small enough to stay in the cache.
 */
#pragma once
#include "clock.h"
#include <string.h>

enum shape { PLAIN, FRAMED, LINES };

enum { HEADER_BYTES = 4, RING_BYTES = 128 * 1024, MOST_SLOTS = 509, LEAST_SLOTS = 5 };

struct content {
	uint32_t batch_bytes;
	uint32_t slots; /* odd: a server's buffers do not come round with it */
	unsigned char *bytes;
};

static inline uint64_t next_random(uint64_t *state) {
	/* xorshift64*; the seed is fixed: every run sends the same */
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545F4914F6CDD1DULL;
}

static inline void fill_random(unsigned char *bytes, size_t length, uint64_t *state) {
	for (size_t i = 0; i < length; i++) {
		bytes[i] = (unsigned char) (next_random(state) >> 56);
	}
}

/* Printable, as a server may decode a line to a string; the last byte ends it. */
static inline void fill_line(unsigned char *bytes, size_t length, uint64_t *state) {
	for (size_t i = 0; i + 1 < length; i++) {
		bytes[i] = (unsigned char) (' ' + next_random(state) % 95);
	}
	bytes[length - 1] = '\n';
}

static inline void fill_frame(unsigned char *bytes, size_t length, uint64_t *state) {
	uint32_t payload = (uint32_t) length - HEADER_BYTES;
	for (int i = 0; i < HEADER_BYTES; i++) {
		bytes[i] = (unsigned char) (payload >> (24 - 8 * i));
	}
	fill_random(bytes + HEADER_BYTES, payload, state);
}

static inline uint32_t slots_for(uint32_t batch_bytes) {
	uint32_t slots = RING_BYTES / batch_bytes;
	slots = slots < LEAST_SLOTS ? LEAST_SLOTS : slots;
	slots = slots > MOST_SLOTS ? MOST_SLOTS : slots;
	return slots | 1;
}

/* A batch is depth messages of this size; a frame's header comes on top, a line's end is within. */
static inline struct content content_make(enum shape shape, uint32_t size, uint32_t depth) {
	uint32_t message = shape == FRAMED ? size + HEADER_BYTES : size;
	struct content content = { .batch_bytes = message * depth, .slots = slots_for(message * depth) };
	content.bytes = allocate(content.slots, content.batch_bytes);
	uint64_t state = 0x9E3779B97F4A7C15ULL;
	for (uint32_t i = 0; i < content.slots * depth; i++) {
		unsigned char *at = content.bytes + (size_t) i * message;
		if (shape == LINES) {
			fill_line(at, message, &state);
		}
		else if (shape == FRAMED) {
			fill_frame(at, message, &state);
		}
		else {
			fill_random(at, message, &state);
		}
	}
	return content;
}

static inline const unsigned char *content_batch(const struct content *content, uint32_t slot) {
	return content->bytes + (size_t) slot * content->batch_bytes;
}

static inline uint32_t content_next(const struct content *content, uint32_t slot) {
	return slot + 1 == content->slots ? 0 : slot + 1;
}

/* Neighbouring connections start far apart in the ring. */
static inline uint32_t content_first(const struct content *content, uint32_t connection) {
	return (uint32_t) (connection * 37ULL % content->slots);
}

static inline uint64_t content_bytes(const struct content *content) {
	return (uint64_t) content->slots * content->batch_bytes;
}
