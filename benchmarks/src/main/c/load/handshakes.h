/*
 * handshakes: connect, full TLS handshake, close; so many at a time. Our end is said in TLS and TCP, and the connection
 * counts when the server has ended its side too: then it has processed all of the handshake, and no byte was cut off.
 */
#pragma once
#include "tls.h"
#include "window.h"

#ifdef NO_TLS

static inline void run_handshakes(const struct options *options) {
	(void) options;
	fail("handshakes: built without OpenSSL");
}

#else

enum { ENDED = -1 }; /* in place of a descriptor */

struct handshake {
	int fd;
	struct tls *tls;
	bool finished;
	uint64_t started_ns;
};

struct handshakes {
	int port;
	struct tls_context *context;
	struct window window;
	uint32_t opened;
};

static inline void begin_handshake(struct handshakes *handshakes, struct handshake *handshake) {
	handshake->started_ns = now_ns();
	handshake->fd = start_connection(handshakes->port, handshakes->opened++);
	handshake->tls = tls_new(handshakes->context);
	handshake->finished = false;
	tls_handshake(handshake->tls, handshake->fd);
}

static inline void finish_handshake(struct handshakes *handshakes, struct handshake *handshake) {
	histogram_add(&handshakes->window.latency, now_ns() - handshake->started_ns);
	tls_finish(handshake->tls, handshake->fd);
	handshake->finished = true;
}

/* Goes on with what the socket has; false: nothing now. */
static inline bool shake(struct handshakes *handshakes, struct handshake *handshake) {
	tls_flush(handshake->tls, handshake->fd);
	if (tls_fetch(handshake->tls, handshake->fd) == 0) {
		return false;
	}
	if (tls_handshake(handshake->tls, handshake->fd)) {
		finish_handshake(handshakes, handshake);
	}
	return true;
}

/* Session tickets and the server's close_notify are of no interest, nor how it closes. False: nothing now. */
static inline bool await_end(struct handshake *handshake) {
	ssize_t got = recv(handshake->fd, scratch, SCRATCH_BYTES, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
		return false;
	}
	if (got <= 0) {
		close(handshake->fd);
		tls_free(handshake->tls);
		handshake->fd = ENDED;
	}
	return true;
}

static inline void turn_handshake(struct handshakes *handshakes, struct handshake *handshake) {
	bool found = handshake->finished ? await_end(handshake) : shake(handshakes, handshake);
	if (found) {
		window_found(&handshakes->window);
	}
	else {
		window_empty(&handshakes->window);
	}
}

static inline void renew_handshake(struct handshakes *handshakes, struct handshake *handshake) {
	if (handshake->fd == ENDED) {
		window_count(&handshakes->window, 1, 0);
		begin_handshake(handshakes, handshake);
	}
}

static inline void await_handshake(struct handshakes *handshakes, struct handshake *handshake) {
	while (handshake->fd != ENDED) {
		turn_handshake(handshakes, handshake);
		check_progress(&handshakes->window, now_ns());
	}
}

static inline void run_handshakes(const struct options *options) {
	if (options->ca == NULL) {
		fail("handshakes: without --ca");
	}
	uint32_t count = connections_or(options, 8);
	struct handshakes handshakes = { .port = options->port, .context = tls_context(options->ca) };
	struct handshake *all = allocate(count, sizeof *all);
	window_start(&handshakes.window, options);
	for (uint32_t i = 0; i < count; i++) {
		begin_handshake(&handshakes, &all[i]);
	}
	while (window_open(&handshakes.window)) {
		for (uint32_t i = 0; i < count; i++) {
			turn_handshake(&handshakes, &all[i]);
			renew_handshake(&handshakes, &all[i]);
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		await_handshake(&handshakes, &all[i]);
	}
	window_report(&handshakes.window);
}
#endif
