/* The measured process, as the kernel accounts for it. */
#pragma once
#include "clock.h"
#include <string.h>

struct server {
	int pid;
	clockid_t cpu_clock; /* of all its threads, in nanoseconds: exact also over a short window */
};

static inline struct server server_of(int pid) {
	struct server server = { .pid = pid };
	if (clock_getcpuclockid(pid, &server.cpu_clock) != 0) {
		fail("no process %d", pid);
	}
	return server;
}

static inline uint64_t server_cpu_ns(const struct server *server) {
	return read_clock_ns(server->cpu_clock);
}

/* 0 when it is gone. */
static inline long server_rss_kb(const struct server *server) {
	char path[64];
	char line[256];
	long kb = 0;
	snprintf(path, sizeof path, "/proc/%d/status", server->pid);
	FILE *status = fopen(path, "r");
	if (status == NULL) {
		return 0;
	}
	while (fgets(line, sizeof line, status) != NULL && sscanf(line, "VmRSS: %ld", &kb) != 1) {
		/* the next line */
	}
	fclose(status);
	return kb;
}
