/*
 * A small io_uring, for sends and receives that never wait: several in one system call, each done when submit() returns.
 * What the kernel or the container does not allow is answered by uring_open() with false.
 */
#pragma once
#include "clock.h"
#include <stdbool.h>
#include <string.h>

/* So few that the clock, which is read once for all of them, is still good enough for a latency. */
enum { URING_SLOTS = 8 };

#if defined(__linux__) && __has_include(<linux/io_uring.h>)
#include <linux/io_uring.h>
#endif

#ifdef IORING_SETUP_DEFER_TASKRUN
#include <errno.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

struct uring {
	int fd;
	uint32_t prepared;
	uint32_t *submit_tail;
	uint32_t submit_mask;
	struct io_uring_sqe *requests;
	uint32_t *complete_head;
	uint32_t *complete_tail;
	uint32_t complete_mask;
	struct io_uring_cqe *answers;
	int result[URING_SLOTS]; /* bytes, or the negative error, in the order of the requests */
};

static inline void *uring_map(const struct uring *uring, size_t length, off_t what) {
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, uring->fd, what);
	if (memory == MAP_FAILED) {
		fail("io_uring: %s", strerror(errno));
	}
	return memory;
}

static inline void uring_map_queues(struct uring *uring, const struct io_uring_params *layout) {
	/* both queues are in the one mapping, of which the answers are the end */
	size_t answers = layout->cq_off.cqes + layout->cq_entries * sizeof(struct io_uring_cqe);
	size_t indices = layout->sq_off.array + layout->sq_entries * sizeof(uint32_t);
	char *queues = uring_map(uring, answers > indices ? answers : indices, IORING_OFF_SQ_RING);
	uring->requests = uring_map(uring, layout->sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
	uring->submit_tail = (uint32_t *) (queues + layout->sq_off.tail);
	uring->submit_mask = layout->sq_entries - 1;
	uring->complete_head = (uint32_t *) (queues + layout->cq_off.head);
	uring->complete_tail = (uint32_t *) (queues + layout->cq_off.tail);
	uring->complete_mask = layout->cq_entries - 1;
	uring->answers = (struct io_uring_cqe *) (queues + layout->cq_off.cqes);
	uint32_t *index = (uint32_t *) (queues + layout->sq_off.array);
	for (uint32_t i = 0; i < layout->sq_entries; i++) {
		index[i] = i;
	}
}

/* The sockets are named by their index here. */
static inline bool uring_open(struct uring *uring, const int *sockets, uint32_t count) {
	struct io_uring_params layout = { .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN };
	memset(uring, 0, sizeof *uring);
	uring->fd = (int) syscall(SYS_io_uring_setup, URING_SLOTS, &layout);
	if (uring->fd < 0) {
		return false;
	}
	if (syscall(SYS_io_uring_register, uring->fd, IORING_REGISTER_FILES, sockets, count) < 0) {
		close(uring->fd);
		return false;
	}
	uring_map_queues(uring, &layout);
	return true;
}

static inline void uring_prepare(struct uring *uring, uint8_t operation, uint32_t socket, const void *bytes,
		uint32_t length) {
	uint32_t slot = uring->prepared++;
	struct io_uring_sqe *request = &uring->requests[(*uring->submit_tail + slot) & uring->submit_mask];
	memset(request, 0, sizeof *request);
	request->opcode = operation;
	request->flags = IOSQE_FIXED_FILE;
	request->fd = (int) socket;
	request->addr = (uint64_t) (uintptr_t) bytes;
	request->len = length;
	request->msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL;
	request->user_data = slot;
}

static inline void uring_send(struct uring *uring, uint32_t socket, const void *bytes, uint32_t length) {
	uring_prepare(uring, IORING_OP_SEND, socket, bytes, length);
}

static inline void uring_receive(struct uring *uring, uint32_t socket, void *bytes, uint32_t length) {
	uring_prepare(uring, IORING_OP_RECV, socket, bytes, length);
}

static inline void uring_collect(struct uring *uring, uint32_t expected) {
	uint32_t head = *uring->complete_head;
	if (__atomic_load_n(uring->complete_tail, __ATOMIC_ACQUIRE) - head != expected) {
		fail("io_uring: a request that must not wait has no answer");
	}
	for (uint32_t i = 0; i < expected; i++) {
		const struct io_uring_cqe *answer = &uring->answers[(head + i) & uring->complete_mask];
		uring->result[answer->user_data] = answer->res;
	}
	__atomic_store_n(uring->complete_head, head + expected, __ATOMIC_RELEASE);
}

/* Does all that was prepared; the results are there when it returns. */
static inline void uring_submit(struct uring *uring) {
	uint32_t count = uring->prepared;
	uring->prepared = 0;
	__atomic_store_n(uring->submit_tail, *uring->submit_tail + count, __ATOMIC_RELEASE);
	long done = syscall(SYS_io_uring_enter, uring->fd, count, 0, IORING_ENTER_GETEVENTS, NULL, 0);
	if (done != (long) count) {
		fail("io_uring: %s", done < 0 ? strerror(errno) : "not all was taken");
	}
	uring_collect(uring, count);
}

#else

struct uring {
	int result[URING_SLOTS];
};

static inline bool uring_open(struct uring *uring, const int *sockets, uint32_t count) {
	(void) uring;
	(void) sockets;
	(void) count;
	return false;
}

static inline void uring_send(struct uring *uring, uint32_t socket, const void *bytes, uint32_t length) {
	(void) uring;
	(void) socket;
	(void) bytes;
	(void) length;
}

static inline void uring_receive(struct uring *uring, uint32_t socket, void *bytes, uint32_t length) {
	uring_send(uring, socket, bytes, length);
}

static inline void uring_submit(struct uring *uring) {
	(void) uring;
}
#endif
