package io.tcpboot;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors;

/**
 * Reads the kernel's answer out of what the transports throw. The native ones give the
 * error number, the JDK's own only a message.
 */
final class Failures {

	private Failures() {
	}

	static CloseReason closeReason(Throwable cause) {
		boolean reset = is(cause, "ECONNRESET", "connection reset") || is(cause, "EPIPE", "broken pipe")
				|| is(cause, "ECONNABORTED", "connection aborted");
		return (reset) ? CloseReason.RESET : CloseReason.IO_ERROR;
	}

	static TcpBindException.Kind bindKind(Throwable cause) {
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return TcpBindException.Kind.UNKNOWN_HOST;
		}
		if (is(cause, "EADDRINUSE", "address already in use")) {
			return TcpBindException.Kind.ADDRESS_IN_USE;
		}
		if (is(cause, "EADDRNOTAVAIL", "cannot assign requested address")) {
			return TcpBindException.Kind.ADDRESS_NOT_AVAILABLE;
		}
		if (is(cause, "EACCES", "permission denied") || is(cause, "EPERM", "operation not permitted")) {
			return TcpBindException.Kind.PERMISSION_DENIED;
		}
		return (isLocalLimit(cause)) ? TcpBindException.Kind.LOCAL_LIMIT : TcpBindException.Kind.OTHER;
	}

	static TcpConnectException.Kind connectKind(Throwable cause) {
		if (cause instanceof ConnectTimeoutException || is(cause, "ETIMEDOUT", "timed out")) {
			return TcpConnectException.Kind.TIMED_OUT;
		}
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return TcpConnectException.Kind.UNKNOWN_HOST;
		}
		if (cause instanceof BindException || is(cause, "EADDRINUSE", "address already in use")
				|| is(cause, "EADDRNOTAVAIL", "cannot assign requested address")) {
			return TcpConnectException.Kind.LOCAL_ADDRESS;
		}
		if (cause instanceof NoRouteToHostException || is(cause, "EHOSTUNREACH", "no route to host")
				|| is(cause, "ENETUNREACH", "network is unreachable")) {
			return TcpConnectException.Kind.UNREACHABLE;
		}
		if (isLocalLimit(cause)) {
			return TcpConnectException.Kind.LOCAL_LIMIT;
		}
		boolean refused = cause instanceof ConnectException || is(cause, "ECONNREFUSED", "connection refused");
		return (refused) ? TcpConnectException.Kind.REFUSED : TcpConnectException.Kind.OTHER;
	}

	private static boolean isLocalLimit(Throwable cause) {
		return is(cause, "EMFILE", "too many open files") || is(cause, "ENFILE", "too many open files in system")
				|| is(cause, "ENOBUFS", "no buffer space") || is(cause, "ENOMEM", "cannot allocate memory");
	}

	private static boolean is(Throwable cause, String name, String text) {
		if (!(cause instanceof IOException) || cause.getMessage() == null) {
			return false;
		}
		return cause.getMessage().toLowerCase(Locale.ROOT).contains(text);
	}

}
