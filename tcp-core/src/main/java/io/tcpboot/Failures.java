package io.tcpboot;

import java.io.FileNotFoundException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.tcpboot.framing.FrameTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says in our words what the transports throw.
 */
final class Failures {

	private Failures() {
	}

	static CloseReason closeReason(Throwable cause) {
		if (isTls(cause)) {
			return CloseReason.TLS_FAILURE;
		}
		boolean reset = Errno.is(cause, Errno.CONNRESET, Errno.PIPE, Errno.CONNABORTED);
		return (reset) ? CloseReason.RESET : CloseReason.IO_ERROR;
	}

	/**
	 * Return why the socket closes when one of the handlers before it has failed, or
	 * {@code null} if the handler itself is to blame.
	 */
	static @Nullable CloseReason pipelineReason(Throwable cause) {
		if (cause instanceof TooLongFrameException) {
			return CloseReason.FRAME_TOO_LONG;
		}
		if (cause instanceof FrameTimeoutException) {
			return CloseReason.FRAME_TIMEOUT;
		}
		if (isTls(cause)) {
			return CloseReason.TLS_FAILURE;
		}
		return (cause instanceof DecoderException) ? CloseReason.MALFORMED_FRAME : null;
	}

	/**
	 * Return whether it is TLS that has failed, and not the connection below it.
	 */
	static boolean isTls(Throwable cause) {
		return cause instanceof SSLException || cause instanceof NotSslRecordException
				|| (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
	}

	/**
	 * Return what TLS says, without what Netty has wrapped around it.
	 */
	static Throwable tlsCause(Throwable cause) {
		Throwable inner = cause.getCause();
		return (cause instanceof DecoderException && inner instanceof SSLException) ? inner : cause;
	}

	static TcpBindException.Kind bindKind(Throwable cause) {
		if (isUnknownHost(cause)) {
			return TcpBindException.Kind.UNKNOWN_HOST;
		}
		if (cause instanceof FileAlreadyExistsException || Errno.is(cause, Errno.ADDRINUSE)) {
			return TcpBindException.Kind.ADDRESS_IN_USE;
		}
		if (Errno.is(cause, Errno.ADDRNOTAVAIL)) {
			return TcpBindException.Kind.ADDRESS_NOT_AVAILABLE;
		}
		if (cause instanceof NoSuchFileException) {
			return TcpBindException.Kind.NOT_FOUND;
		}
		if (cause instanceof AccessDeniedException || Errno.is(cause, Errno.ACCES, Errno.PERM)) {
			return TcpBindException.Kind.PERMISSION_DENIED;
		}
		return (isLocalLimit(cause)) ? TcpBindException.Kind.LOCAL_LIMIT : TcpBindException.Kind.OTHER;
	}

	static TcpConnectException.Kind connectKind(Throwable cause) {
		if (cause instanceof ConnectTimeoutException || Errno.is(cause, Errno.TIMEDOUT)) {
			return TcpConnectException.Kind.TIMED_OUT;
		}
		if (isUnknownHost(cause)) {
			return TcpConnectException.Kind.UNKNOWN_HOST;
		}
		if (cause instanceof BindException || Errno.is(cause, Errno.ADDRINUSE, Errno.ADDRNOTAVAIL)) {
			return TcpConnectException.Kind.LOCAL_ADDRESS;
		}
		if (cause instanceof NoRouteToHostException || Errno.is(cause, Errno.HOSTUNREACH, Errno.NETUNREACH)) {
			return TcpConnectException.Kind.UNREACHABLE;
		}
		// Netty's own for a missing file has no number.
		if (cause instanceof FileNotFoundException || Errno.is(cause, Errno.NOENT)) {
			return TcpConnectException.Kind.NOT_FOUND;
		}
		if (Errno.is(cause, Errno.ACCES)) {
			return TcpConnectException.Kind.PERMISSION_DENIED;
		}
		if (isLocalLimit(cause)) {
			return TcpConnectException.Kind.LOCAL_LIMIT;
		}
		boolean refused = cause instanceof ConnectException || Errno.is(cause, Errno.CONNREFUSED);
		return (refused) ? TcpConnectException.Kind.REFUSED : TcpConnectException.Kind.OTHER;
	}

	private static boolean isUnknownHost(Throwable cause) {
		return cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException;
	}

	private static boolean isLocalLimit(Throwable cause) {
		return Errno.is(cause, Errno.MFILE, Errno.NFILE, Errno.NOBUFS, Errno.NOMEM);
	}

}
