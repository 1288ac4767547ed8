/*
 * The load generator: one thread that spins, verifies every byte and prints key=value lines. See load/ for its parts; they are
 * headers, so that this one file is all there is to compile:
 *
 *   cc -O2 -o load load.c -lssl -lcrypto
 */
#define _GNU_SOURCE
#include "load/batches.h"
#include "load/options.h"

struct workload {
	const char *name;
	void (*run)(const struct options *options);
};

static const struct workload WORKLOADS[] = {
	{ "echo", run_echo },
	{ "frames", run_frames },
	{ "lines", run_lines },
};

int main(int argc, char **argv) {
	struct options options = parse_options(argc, argv);
	raise_descriptor_limit();
	for (size_t i = 0; i < sizeof WORKLOADS / sizeof *WORKLOADS; i++) {
		if (strcmp(WORKLOADS[i].name, options.workload) == 0) {
			WORKLOADS[i].run(&options);
			return 0;
		}
	}
	fail("%s: not a workload", options.workload);
}
