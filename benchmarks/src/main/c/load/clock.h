/* Time, and the one way to give up. */
#pragma once
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const uint64_t SECOND_NS = 1000000000;

static inline uint64_t read_clock_ns(clockid_t clock) {
	struct timespec time;
	clock_gettime(clock, &time);
	return (uint64_t) time.tv_sec * SECOND_NS + (uint64_t) time.tv_nsec;
}

static inline uint64_t now_ns(void) {
	return read_clock_ns(CLOCK_MONOTONIC);
}

/* A measurement that went wrong has no result: say why, and leave with 1. */
__attribute__((noreturn, format(printf, 1, 2))) static inline void fail(const char *format, ...) {
	va_list arguments;
	va_start(arguments, format);
	fputs("load: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

static inline void *allocate(size_t count, size_t size) {
	void *memory = calloc(count, size);
	if (memory == NULL) {
		fail("out of memory for %zu x %zu bytes", count, size);
	}
	return memory;
}
