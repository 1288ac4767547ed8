/*
 * TLS 1.3 of the system's OpenSSL between two memory buffers, so that an empty attempt costs one recv() and nothing of
 * OpenSSL, and everything there is to send leaves in one send().
 */
#pragma once
#include "connection.h"

#ifdef NO_TLS

struct tls;
struct tls_context;

static inline struct tls_context *tls_context(const char *ca) {
	fail("--ca %s: built without OpenSSL", ca);
}

static inline struct tls *tls_open(struct tls_context *context, int fd) {
	(void) context;
	(void) fd;
	return NULL;
}

static inline void tls_flush(struct tls *tls, int fd) {
	(void) tls;
	(void) fd;
}

static inline size_t tls_send(struct tls *tls, int fd, const void *bytes, size_t length) {
	(void) tls;
	return send_some(fd, bytes, length);
}

static inline size_t tls_receive(struct tls *tls, int fd, unsigned char *bytes) {
	(void) tls;
	return receive_some(fd, bytes, SCRATCH_BYTES);
}

#else
#include <openssl/err.h>
#include <openssl/ssl.h>

enum { RAW_BYTES = 64 * 1024 };

struct tls_context {
	SSL_CTX *ssl;
};

struct tls {
	SSL *ssl;
	BIO *in;
	BIO *out;
};

__attribute__((noreturn)) static inline void fail_tls(const char *what) {
	char reason[256];
	ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
	fail("%s: %s", what, reason);
}

/* No session is kept: each handshake is a full one. */
static inline struct tls_context *tls_context(const char *ca) {
	struct tls_context *context = allocate(1, sizeof *context);
	context->ssl = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_min_proto_version(context->ssl, TLS1_3_VERSION);
	SSL_CTX_set_session_cache_mode(context->ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER, NULL);
	if (SSL_CTX_load_verify_locations(context->ssl, ca, NULL) != 1) {
		fail_tls(ca);
	}
	return context;
}

static inline struct tls *tls_new(struct tls_context *context) {
	struct tls *tls = allocate(1, sizeof *tls);
	tls->ssl = SSL_new(context->ssl);
	tls->in = BIO_new(BIO_s_mem());
	tls->out = BIO_new(BIO_s_mem());
	SSL_set_bio(tls->ssl, tls->in, tls->out);
	SSL_set_connect_state(tls->ssl);
	return tls;
}

static inline void tls_free(struct tls *tls) {
	SSL_free(tls->ssl);
	free(tls);
}

/* What the socket does not take stays for the next time. */
static inline void tls_flush(struct tls *tls, int fd) {
	char *bytes;
	long length = BIO_get_mem_data(tls->out, &bytes);
	if (length > 0) {
		size_t sent = send_some(fd, bytes, (size_t) length);
		unsigned char dropped[4096];
		while (sent > 0) {
			sent -= (size_t) BIO_read(tls->out, dropped, (int) (sent < sizeof dropped ? sent : sizeof dropped));
		}
	}
}

/* Whether it is done; until then to be called again. */
static inline bool tls_handshake(struct tls *tls, int fd) {
	int done = SSL_do_handshake(tls->ssl);
	if (done != 1 && SSL_get_error(tls->ssl, done) != SSL_ERROR_WANT_READ) {
		fail_tls("handshake");
	}
	tls_flush(tls, fd);
	return done == 1 && BIO_pending(tls->out) == 0;
}

/* Takes what the socket has; 0: nothing now. */
static inline size_t tls_fetch(struct tls *tls, int fd) {
	static unsigned char raw[RAW_BYTES];
	size_t got = receive_some(fd, raw, RAW_BYTES);
	if (got > 0) {
		BIO_write(tls->in, raw, (int) got);
	}
	return got;
}

/* Returns when the handshake is done. */
static inline struct tls *tls_open(struct tls_context *context, int fd) {
	struct tls *tls = tls_new(context);
	uint64_t deadline = now_ns() + 10 * SECOND_NS;
	while (!tls_handshake(tls, fd)) {
		tls_fetch(tls, fd);
		if (now_ns() > deadline) {
			fail("stalled: no handshake within 10 s");
		}
	}
	return tls;
}

/* Says close_notify and ends our side. */
static inline void tls_finish(struct tls *tls, int fd) {
	SSL_shutdown(tls->ssl);
	tls_flush(tls, fd);
	shutdown(fd, SHUT_WR);
}

/* Takes all or nothing. */
static inline size_t tls_send(struct tls *tls, int fd, const void *bytes, size_t length) {
	tls_flush(tls, fd);
	if (BIO_pending(tls->out) > 0) {
		return 0;
	}
	if (SSL_write(tls->ssl, bytes, (int) length) != (int) length) {
		fail_tls("TLS write");
	}
	tls_flush(tls, fd);
	return length;
}

/* Into the scratch buffer, which is larger than what is fetched at once and what can be left of a record before. */
static inline size_t tls_receive(struct tls *tls, int fd, unsigned char *bytes) {
	size_t length = 0;
	if (tls_fetch(tls, fd) == 0) {
		return 0;
	}
	/* Ask OpenSSL only while it has something: to learn that there is no more costs as much as to decrypt. */
	while (BIO_pending(tls->in) > 0) {
		int got = SSL_read(tls->ssl, bytes + length, (int) (SCRATCH_BYTES - length));
		if (got > 0) {
			length += (size_t) got;
		}
		else if (SSL_get_error(tls->ssl, got) == SSL_ERROR_WANT_READ) {
			break;
		}
		else if (SSL_get_error(tls->ssl, got) == SSL_ERROR_ZERO_RETURN) {
			fail("closed by the server");
		}
		else {
			fail_tls("TLS read");
		}
	}
	return length;
}
#endif
