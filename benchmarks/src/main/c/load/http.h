/* Asks the server over HTTP, on a connection that stays; one answer at a time is awaited, and verified. */
#pragma once
#include "connection.h"
#include "window.h"

enum { MOST_ANSWER_BYTES = 16 * 1024 * 1024 };

/* How often to look for an answer: not a system call for each message of what is measured beside. */
static const uint64_t LOOK_NS = 50000;

struct http {
	const struct options *options;
	int fd;
	uint32_t path; /* whose turn it is */
	uint64_t due_ns;
	uint64_t asked_ns; /* 0: nothing is awaited */
	uint64_t look_ns;
	char *answer;
	size_t received;
	uint32_t listed; /* sockets in the answer before */
	struct histogram latency;
};

static inline void http_open(struct http *http, const struct options *options) {
	memset(http, 0, sizeof *http);
	http->options = options;
	http->fd = open_connection(options->http_port, 0);
	http->answer = allocate(MOST_ANSWER_BYTES + 1, 1);
	http->due_ns = now_ns();
}

static inline void http_ask(struct http *http, uint64_t now) {
	char request[1024];
	int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n",
			http->options->paths[http->path]);
	if (length >= (int) sizeof request || send_some(http->fd, request, (size_t) length) != (size_t) length) {
		fail("a request was not taken");
	}
	http->path = http->path + 1 == http->options->path_count ? 0 : http->path + 1;
	http->asked_ns = now;
	http->received = 0;
}

/* NULL: there is more to come. */
static inline char *http_body(const struct http *http) {
	char *body = strstr(http->answer, "\r\n\r\n");
	return body != NULL ? body + 4 : NULL;
}

/* Behind this text in the head of the answer; NULL: it is not there. */
static inline const char *behind(const struct http *http, const char *body, const char *text) {
	const char *at = strcasestr(http->answer, text);
	return at != NULL && at < body ? at + strlen(text) : NULL;
}

static inline const char *content_length(const struct http *http, const char *body) {
	return behind(http, body, "\r\nContent-Length:");
}

static inline bool http_complete(const struct http *http, const char *body) {
	static const char LAST_CHUNK[] = "\r\n0\r\n\r\n";
	const char *length = content_length(http, body);
	if (length != NULL) {
		return strlen(body) >= strtoul(length, NULL, 10);
	}
	size_t end = sizeof LAST_CHUNK - 1;
	return http->received >= end && memcmp(http->answer + http->received - end, LAST_CHUNK, end) == 0;
}

/* Takes out the sizes of the chunks. */
static inline void join_chunks(char *body) {
	char *to = body;
	char *from = body;
	for (size_t size; (size = strtoul(from, &from, 16)) > 0; from += size + 4) {
		memmove(to, from + 2, size);
		to += size;
	}
	*to = '\0';
}

static inline uint32_t occurrences(const char *text, const char *wanted) {
	uint32_t count = 0;
	for (const char *at = text; (at = strstr(at, wanted)) != NULL; at++) {
		count++;
	}
	return count;
}

static inline void http_conclude(struct http *http, char *body) {
	if (strncmp(http->answer, "HTTP/1.1 200", 12) != 0) {
		fail("%.60s", http->answer);
	}
	/* a server ends a connection after so many requests */
	if (behind(http, body, "\r\nConnection: close") != NULL) {
		close(http->fd);
		http->fd = open_connection(http->options->http_port, 0);
	}
	if (content_length(http, body) == NULL) {
		join_chunks(body);
	}
	http->listed = occurrences(body, "\"id\":");
}

/* Whether an answer has come. Only what was asked for in the measured time is counted. */
static inline bool http_turn(struct http *http, const struct window *window) {
	uint64_t now = now_ns();
	if (http->asked_ns == 0 && now >= http->due_ns) {
		http_ask(http, now);
	}
	if (http->asked_ns == 0 || now < http->look_ns) {
		return false;
	}
	http->look_ns = now + LOOK_NS;
	http->received += receive_some(http->fd, http->answer + http->received, MOST_ANSWER_BYTES - http->received);
	http->answer[http->received] = '\0';
	char *body = http_body(http);
	if (body == NULL || !http_complete(http, body)) {
		return false;
	}
	if (window->phase == MEASURING && http->asked_ns >= window->started_ns) {
		histogram_add(&http->latency, now_ns() - http->asked_ns);
	}
	http_conclude(http, body);
	http->due_ns += (uint64_t) (http->options->every_seconds * 1e9);
	http->asked_ns = 0;
	return true;
}

static inline void http_report(const struct http *http) {
	printf("answers=%llu\n", (unsigned long long) http->latency.count);
	printf("answer_p50_ns=%llu\n", (unsigned long long) histogram_quantile(&http->latency, 0.5));
	printf("answer_p99_ns=%llu\n", (unsigned long long) histogram_quantile(&http->latency, 0.99));
	printf("answer_max_ns=%llu\n", (unsigned long long) histogram_max(&http->latency));
	printf("listed=%u\n", http->listed);
}

/* ask: nothing but that; a message is an answer. */
static inline void run_ask(const struct options *options) {
	struct window window;
	struct http http;
	if (options->http_port == 0) {
		fail("--http: whom to ask");
	}
	http_open(&http, options);
	window_start(&window, options);
	while (window_open(&window)) {
		if (http_turn(&http, &window)) {
			window_found(&window);
			window_count(&window, 1, http.received);
		}
		else {
			window_empty(&window);
		}
	}
	window_report(&window);
	http_report(&http);
}
