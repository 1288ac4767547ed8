/*
 * The load generator: one thread that spins, verifies every byte and prints key=value lines. Its parts are in
 * load/; they are headers, so that this one file is all there is to compile:
 *
 *   cc -O2 -o load load.c -lssl -lcrypto
 *
 * and with -DNO_TLS in place of the libraries where OpenSSL's headers are missing.
 */
#define _GNU_SOURCE
#include "load/broadcast.h"
#include "load/churn.h"
#include "load/echo.h"
#include "load/flood.h"
#include "load/handshakes.h"
#include "load/http.h"
#include "load/idle.h"
#include "load/options.h"
#include "load/slow.h"
#include "load/stream.h"

struct workload {
	const char *name;
	void (*run)(const struct options *options);
	bool tls; /* whether it can go over TLS */
};

static const struct workload WORKLOADS[] = {
	{ "echo", run_echo, true },
	{ "frames", run_frames, true },
	{ "lines", run_lines, true },
	{ "stream", run_stream, true },
	{ "churn", run_churn, false },
	{ "handshakes", run_handshakes, true },
	{ "idle", run_idle, true },
	{ "broadcast", run_broadcast, true },
	{ "flood", run_flood, false },
	{ "slow", run_slow, false },
	{ "ask", run_ask, false },
};

static const struct workload *workload_named(const char *name) {
	for (size_t i = 0; i < sizeof WORKLOADS / sizeof *WORKLOADS; i++) {
		if (strcmp(WORKLOADS[i].name, name) == 0) {
			return &WORKLOADS[i];
		}
	}
	fail("%s: not a workload", name);
}

int main(int argc, char **argv) {
	struct options options = parse_options(argc, argv);
	const struct workload *workload = workload_named(options.workload);
	if (options.ca != NULL && !workload->tls) {
		fail("--ca: %s does not go over TLS", workload->name);
	}
	raise_descriptor_limit();
	workload->run(&options);
	return 0;
}
