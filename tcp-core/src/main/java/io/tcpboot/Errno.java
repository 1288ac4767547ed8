package io.tcpboot;

import java.io.IOException;
import java.util.Locale;

import io.netty.util.internal.PlatformDependent;

/**
 * The kernel's answers that make a difference. The native transports put the number into
 * the message, whatever language the rest of it has; the JDK's own only has the text.
 */
enum Errno {

	PERM(1, 1, "operation not permitted"),

	NOENT(2, 2, "no such file or directory"),

	AGAIN(11, 35, "resource temporarily unavailable"),

	NOMEM(12, 12, "cannot allocate memory"),

	ACCES(13, 13, "permission denied"),

	NFILE(23, 23, "too many open files in system"),

	MFILE(24, 24, "too many open files"),

	PIPE(32, 32, "broken pipe"),

	ADDRINUSE(98, 48, "address already in use"),

	ADDRNOTAVAIL(99, 49, "cannot assign requested address"),

	NETUNREACH(101, 51, "network is unreachable"),

	CONNABORTED(103, 53, "connection abort"),

	CONNRESET(104, 54, "connection reset"),

	NOBUFS(105, 55, "no buffer space available"),

	TIMEDOUT(110, 60, "timed out"),

	CONNREFUSED(111, 61, "connection refused"),

	HOSTUNREACH(113, 65, "no route to host");

	private final String number;

	private final String text;

	Errno(int linux, int bsd, String text) {
		boolean isLinux = PlatformDependent.normalizedOs().equals("linux");
		this.number = "error(-" + ((isLinux) ? linux : bsd) + ")";
		this.text = text;
	}

	/**
	 * Return whether the kernel answered with one of these.
	 */
	static boolean is(Throwable cause, Errno... candidates) {
		for (Errno candidate : candidates) {
			if (candidate.matches(cause)) {
				return true;
			}
		}
		return false;
	}

	private boolean matches(Throwable cause) {
		String message = cause.getMessage();
		return cause instanceof IOException && message != null
				&& (message.contains(this.number) || message.toLowerCase(Locale.ROOT).contains(this.text));
	}

}
