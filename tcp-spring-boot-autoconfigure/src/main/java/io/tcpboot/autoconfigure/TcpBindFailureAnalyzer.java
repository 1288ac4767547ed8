package io.tcpboot.autoconfigure;

import java.net.InetSocketAddress;

import io.tcpboot.TcpBindException;
import io.tcpboot.server.TcpServerBindException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a port that cannot be bound. What no setting cures is left to the stack trace,
 * and so are unix sockets, for which there is no setting.
 */
class TcpBindFailureAnalyzer extends AbstractFailureAnalyzer<TcpBindException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, TcpBindException cause) {
		if (!(cause.address() instanceof InetSocketAddress)) {
			return null;
		}
		TcpServerBindException failure = findCause(rootFailure, TcpServerBindException.class);
		String server = (failure != null) ? failure.server() : null;
		return switch (cause.kind()) {
			case ADDRESS_IN_USE -> analysis(cause, server, "another process or server has the port",
					"Stop what listens there, or change the port: " + portSetting(server) + ".");
			case PERMISSION_DENIED -> analysis(cause, server, "this process may not use the port",
					"Use a port above 1023 (" + portSetting(server)
							+ "), or allow the process to use lower ones. On Linux that is CAP_NET_BIND_SERVICE.");
			case ADDRESS_NOT_AVAILABLE ->
				analysis(cause, server, "the address is not one of this machine", addressAction(server));
			case UNKNOWN_HOST -> analysis(cause, server, "the host is unknown", addressAction(server));
			case NOT_FOUND, LOCAL_LIMIT, OTHER -> null;
		};
	}

	private static FailureAnalysis analysis(TcpBindException cause, @Nullable String server, String problem,
			String action) {
		String subject = (server != null) ? "The TCP server '" + server + "'" : "A TCP server";
		return new FailureAnalysis(
				subject + " cannot listen on " + describe((InetSocketAddress) cause.address()) + ": " + problem + ".",
				action, cause);
	}

	private static String describe(InetSocketAddress address) {
		boolean everywhere = !address.isUnresolved() && address.getAddress().isAnyLocalAddress();
		String host = (everywhere) ? "every address" : address.getHostString();
		return host + ", port " + address.getPort();
	}

	private static String portSetting(@Nullable String server) {
		return (server != null) ? "the property tcp.servers." + server + ".port or the attribute port of @TcpServer"
				: "ServerOptions.port";
	}

	private static String addressAction(@Nullable String server) {
		String setting = (server != null)
				? "the property tcp.servers." + server + ".address or the attribute address of @TcpServer"
				: "ServerOptions.host";
		return "Correct " + setting + ", or leave it out to listen on every address.";
	}

}
