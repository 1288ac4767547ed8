package io.tcpboot.autoconfigure;

import java.net.InetSocketAddress;

import io.tcpboot.TcpBindException;
import io.tcpboot.server.TcpServerBindException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a server that cannot be bound, and names what to set. What no setting cures is
 * left to the stack trace.
 */
class TcpBindFailureAnalyzer extends AbstractFailureAnalyzer<TcpBindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, TcpBindException cause) {
		TcpServerBindException failure = findCause(rootFailure, TcpServerBindException.class);
		BindSettings settings = new BindSettings((failure != null) ? failure.server() : null);
		if (cause.kind() == TcpBindException.Kind.LOCAL_LIMIT) {
			return analysis(cause, settings, "this process is out of file descriptors or memory",
					"Raise the limit, which ulimit -n shows, or find out what is open.");
		}
		return (cause.address() instanceof InetSocketAddress) ? analyzePort(cause, settings)
				: analyzePath(cause, settings);
	}

	private static @Nullable FailureAnalysis analyzePort(TcpBindException cause, BindSettings settings) {
		return switch (cause.kind()) {
			case ADDRESS_IN_USE -> analysis(cause, settings, "another process or server has the port",
					"Stop what listens there, or change the port: " + settings.port() + ".");
			case PERMISSION_DENIED -> analysis(cause, settings, "this process may not use the port",
					"Use a port above 1023 (" + settings.port()
							+ "), or allow the process to use lower ones. On Linux that is CAP_NET_BIND_SERVICE.");
			case ADDRESS_NOT_AVAILABLE -> analysis(cause, settings, "the address is not one of this machine",
					"Correct " + settings.address() + ", or leave it out to listen on every address.");
			case UNKNOWN_HOST -> analysis(cause, settings, "the host is unknown",
					"Correct " + settings.address() + ", or leave it out to listen on every address.");
			default -> null;
		};
	}

	private static @Nullable FailureAnalysis analyzePath(TcpBindException cause, BindSettings settings) {
		return switch (cause.kind()) {
			case ADDRESS_IN_USE -> analysis(cause, settings, "there is a file already",
					"Stop the process that listens there. If there is none, delete the file, or set "
							+ settings.reclaimStale() + "; or change " + settings.path() + ".");
			case PERMISSION_DENIED -> analysis(cause, settings, "this process may not write to the folder",
					"Allow it to, or change " + settings.path() + ".");
			case NOT_FOUND ->
				analysis(cause, settings, "the folder does not exist", "Create it, or change " + settings.path() + ".");
			default -> null;
		};
	}

	private static FailureAnalysis analysis(TcpBindException cause, BindSettings settings, String problem,
			String action) {
		return new FailureAnalysis(settings.subject() + " cannot listen on " + describe(cause) + ": " + problem + ".",
				action, cause);
	}

	private static String describe(TcpBindException cause) {
		if (!(cause.address() instanceof InetSocketAddress address)) {
			return cause.address().toString().replace('\0', '@');
		}
		boolean everywhere = !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
		String host = (everywhere) ? "every address" : address.getHostString();
		return host + ", port " + address.getPort();
	}

}
