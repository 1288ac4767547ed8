/* The command line. */
#pragma once
#include "clock.h"
#include <errno.h>
#include <string.h>

enum { MOST_PATHS = 16 };

struct options {
	const char *workload;
	const char *ca; /* PEM of who signed the server's certificate; NULL: no TLS */
	int port;
	int http_port; /* 0: nobody is asked */
	int pid;
	const char *paths[MOST_PATHS]; /* what to ask for, in turn */
	uint32_t path_count;
	double every_seconds; /* 0: again at once */
	uint32_t connections; /* 0: the workload's own, as for the size */
	uint32_t size_bytes;
	uint32_t depth;
	double warmup_seconds;
	double seconds;
};

static inline double number(const char *name, const char *text, double least, double most) {
	char *end;
	double value = strtod(text, &end);
	if (end == text || *end != '\0' || !(value >= least && value <= most)) {
		fail("%s: %s (expected: %.0f to %.0f)", name, text, least, most);
	}
	return value;
}

static inline void add_path(struct options *options, const char *path) {
	if (options->path_count == MOST_PATHS) {
		fail("--ask: more than %d", MOST_PATHS);
	}
	options->paths[options->path_count++] = path;
}

static inline void set_option(struct options *options, const char *name, const char *value) {
	if (strcmp(name, "--port") == 0) {
		options->port = (int) number(name, value, 1, 65535);
	}
	else if (strcmp(name, "--pid") == 0) {
		options->pid = (int) number(name, value, 1, INT32_MAX);
	}
	else if (strcmp(name, "--connections") == 0) {
		options->connections = (uint32_t) number(name, value, 1, 1000000);
	}
	else if (strcmp(name, "--size") == 0) {
		options->size_bytes = (uint32_t) number(name, value, 1, 1 << 30);
	}
	else if (strcmp(name, "--depth") == 0) {
		options->depth = (uint32_t) number(name, value, 1, 65536);
	}
	else if (strcmp(name, "--warmup") == 0) {
		options->warmup_seconds = number(name, value, 0, 3600);
	}
	else if (strcmp(name, "--seconds") == 0) {
		options->seconds = number(name, value, 0.01, 3600);
	}
	else if (strcmp(name, "--ca") == 0) {
		options->ca = value;
	}
	else if (strcmp(name, "--http") == 0) {
		options->http_port = (int) number(name, value, 1, 65535);
	}
	else if (strcmp(name, "--ask") == 0) {
		add_path(options, value);
	}
	else if (strcmp(name, "--every") == 0) {
		options->every_seconds = number(name, value, 0, 3600);
	}
	else {
		fail("%s: not an option", name);
	}
}

static inline struct options parse_options(int argc, char **argv) {
	struct options options = { .workload = argc > 1 ? argv[1] : "", .depth = 1, .warmup_seconds = 1,
		.seconds = 5 };
	for (int i = 2; i < argc; i += 2) {
		if (i + 1 == argc) {
			fail("%s: without a value", argv[i]);
		}
		set_option(&options, argv[i], argv[i + 1]);
	}
	if ((options.http_port == 0) != (options.path_count == 0)) {
		fail("--http and --ask: one without the other");
	}
	if (options.port == 0 || options.pid == 0) {
		fail("usage: load <workload> --port P --pid SERVER_PID [--connections N] [--size BYTES] [--depth D]"
				" [--warmup SECONDS] [--seconds SECONDS] [--ca PEM] [--http P --ask PATH [--every SECONDS]]");
	}
	return options;
}

static inline uint32_t size_or(const struct options *options, uint32_t otherwise) {
	return options->size_bytes != 0 ? options->size_bytes : otherwise;
}

static inline uint32_t connections_or(const struct options *options, uint32_t otherwise) {
	return options->connections != 0 ? options->connections : otherwise;
}
