/* Sockets of the generator. What ends one unasked ends the measurement. */
#pragma once
#include "clock.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOURCES = 250, SCRATCH_BYTES = 256 * 1024 };

/* Where everything is received: read once, compared, forgotten. */
static unsigned char scratch[SCRATCH_BYTES];

static inline void raise_descriptor_limit(void) {
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* Addresses rotate, as one has too few ports for many connections in a short time; the port is chosen by connect(). */
static inline void choose_source(int fd, uint32_t index) {
	int on = 1;
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
	struct sockaddr_in source = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + index % SOURCES) };
	if (bind(fd, (struct sockaddr *) &source, sizeof source) < 0) {
		fail("bind: %s", strerror(errno));
	}
}

static inline void connect_socket(int fd, int port) {
	struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons((uint16_t) port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (connect(fd, (struct sockaddr *) &server, sizeof server) < 0 && errno != EINPROGRESS) {
		fail("connect: %s", strerror(errno));
	}
}

static inline int new_socket(int flags, uint32_t index) {
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
	if (fd < 0) {
		fail("socket: %s", strerror(errno));
	}
	int on = 1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	choose_source(fd, index);
	return fd;
}

/* Does not wait for the connection: until it stands, sending answers 0. */
static inline int start_connection(int port, uint32_t index) {
	int fd = new_socket(SOCK_NONBLOCK, index);
	connect_socket(fd, port);
	return fd;
}

/* Waits for the connection; the socket does not block afterwards. */
static inline int connected(int fd, int port) {
	connect_socket(fd, port);
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		fail("fcntl: %s", strerror(errno));
	}
	return fd;
}

static inline int open_connection(int port, uint32_t index) {
	return connected(new_socket(0, index), port);
}

/* What the kernel took, 0: nothing now. */
static inline size_t sent_bytes(ssize_t result, int error) {
	if (result < 0 && error != EAGAIN && error != EINTR) {
		fail("send: %s", strerror(error));
	}
	return result < 0 ? 0 : (size_t) result;
}

/* What there was, 0: nothing now. */
static inline size_t received_bytes(ssize_t result, int error) {
	if (result == 0) {
		fail("closed by the server");
	}
	if (result < 0 && error != EAGAIN && error != EINTR) {
		fail("receive: %s", strerror(error));
	}
	return result < 0 ? 0 : (size_t) result;
}

static inline size_t send_some(int fd, const void *bytes, size_t length) {
	ssize_t result = send(fd, bytes, length, MSG_NOSIGNAL);
	return sent_bytes(result, errno);
}

static inline size_t receive_some(int fd, void *bytes, size_t length) {
	ssize_t result = recv(fd, bytes, length, 0);
	return received_bytes(result, errno);
}

static inline void expect_same(const void *expected, const void *got, size_t length) {
	if (memcmp(expected, got, length) != 0) {
		fail("wrong byte within %zu bytes", length);
	}
}
