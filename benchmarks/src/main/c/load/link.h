/* One connection, with or without TLS. */
#pragma once
#include "connection.h"
#include "options.h"
#include "tls.h"

struct link {
	int fd;
	struct tls *tls; /* NULL: none */
};

/* Returns when the connection stands. The context may be NULL. */
static inline struct link link_open(int port, uint32_t index, struct tls_context *context) {
	struct link link = { .fd = open_connection(port, index) };
	if (context != NULL) {
		link.tls = tls_open(context, link.fd);
	}
	return link;
}

static inline struct tls_context *context_of(const struct options *options) {
	return options->ca != NULL ? tls_context(options->ca) : NULL;
}

static inline size_t link_send(const struct link *link, const void *bytes, size_t length) {
	return link->tls != NULL ? tls_send(link->tls, link->fd, bytes, length) : send_some(link->fd, bytes, length);
}

/* Into the scratch buffer. */
static inline size_t link_receive(const struct link *link) {
	if (link->tls == NULL) {
		return receive_some(link->fd, scratch, SCRATCH_BYTES);
	}
	tls_flush(link->tls, link->fd);
	return tls_receive(link->tls, link->fd, scratch);
}
