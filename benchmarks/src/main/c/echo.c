/*
 * What a TCP echo costs when nothing is between it and the kernel: one thread, one epoll, one read and one write per event.
 *
 *   cc -O2 -o echo echo.c && ./echo echo      prints READY <port>, serves until killed
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 64 * 1024, EVENTS = 256, BACKLOG = 4096 };

/* What the peer has not taken yet; while there is any, the connection is not read. */
struct connection {
	int fd;
	uint32_t pending;
	uint32_t written;
	char *rest;
};

static int poller;
static char buffer[BUFFER];

static void die(const char *what) {
	perror(what);
	exit(1);
}

static void watch(struct connection *connection, int operation, uint32_t events) {
	struct epoll_event event = { .events = events, .data.ptr = connection };
	if (epoll_ctl(poller, operation, connection->fd, &event) < 0) {
		die("epoll_ctl");
	}
}

static struct connection *adopt(int fd) {
	struct connection *connection = calloc(1, sizeof *connection);
	if (connection == NULL) {
		die("calloc");
	}
	connection->fd = fd;
	watch(connection, EPOLL_CTL_ADD, EPOLLIN);
	return connection;
}

static void drop(struct connection *connection) {
	close(connection->fd);
	free(connection->rest);
	free(connection);
}

static bool would_block(void) {
	return errno == EAGAIN || errno == EINTR;
}

static void keep(struct connection *connection, const char *bytes, size_t length) {
	connection->rest = malloc(length);
	if (connection->rest == NULL) {
		die("malloc");
	}
	memcpy(connection->rest, bytes, length);
	connection->pending = (uint32_t) length;
	connection->written = 0;
	watch(connection, EPOLL_CTL_MOD, EPOLLOUT);
}

static void readable(struct connection *connection) {
	ssize_t got = recv(connection->fd, buffer, BUFFER, 0);
	if (got <= 0) {
		if (got == 0 || !would_block()) {
			drop(connection);
		}
		return;
	}
	ssize_t sent = send(connection->fd, buffer, (size_t) got, MSG_NOSIGNAL);
	if (sent < 0 && !would_block()) {
		drop(connection);
	}
	else if (sent < got) {
		size_t taken = sent < 0 ? 0 : (size_t) sent;
		keep(connection, buffer + taken, (size_t) got - taken);
	}
}

static void writable(struct connection *connection) {
	ssize_t sent = send(connection->fd, connection->rest + connection->written,
			connection->pending - connection->written, MSG_NOSIGNAL);
	if (sent < 0) {
		if (!would_block()) {
			drop(connection);
		}
		return;
	}
	connection->written += (uint32_t) sent;
	if (connection->written == connection->pending) {
		free(connection->rest);
		connection->rest = NULL;
		connection->pending = 0;
		watch(connection, EPOLL_CTL_MOD, EPOLLIN);
	}
}

static void accept_all(int listener) {
	int fd;
	while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		int on = 1;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
		adopt(fd);
	}
	if (!would_block() && errno != ECONNABORTED) {
		die("accept4");
	}
}

static void handle(const struct epoll_event *event, const struct connection *listener) {
	struct connection *connection = event->data.ptr;
	if (connection == listener) {
		accept_all(listener->fd);
	}
	else if (connection->pending > 0) {
		writable(connection);
	}
	else {
		readable(connection);
	}
}

static int bound(void) {
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof address;
	if (fd < 0 || bind(fd, (struct sockaddr *) &address, length) < 0 || listen(fd, BACKLOG) < 0
			|| getsockname(fd, (struct sockaddr *) &address, &length) < 0) {
		die("listen");
	}
	printf("READY %d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

/* Ten thousand idle connections need more descriptors than a shell usually gives. */
static void raise_descriptor_limit(void) {
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

int main(int argc, char **argv) {
	if (argc < 2 || strcmp(argv[1], "echo") != 0) {
		printf("UNSUPPORTED the C server has no mode but echo\n");
		return 0;
	}
	raise_descriptor_limit();
	poller = epoll_create1(EPOLL_CLOEXEC);
	const struct connection *listener = adopt(bound());
	struct epoll_event events[EVENTS];
	for (;;) {
		int ready = epoll_wait(poller, events, EVENTS, -1);
		for (int i = 0; i < ready; i++) {
			handle(&events[i], listener);
		}
	}
}
