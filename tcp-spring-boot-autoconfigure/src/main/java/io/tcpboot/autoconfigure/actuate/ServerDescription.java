package io.tcpboot.autoconfigure.actuate;

import java.util.List;
import java.util.Map;

import io.tcpboot.CloseReason;
import io.tcpboot.HandlerEvent;
import io.tcpboot.ServerOptions;
import io.tcpboot.TcpListener;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.server.ServerState;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A server, as its listener knows it.
 *
 * @param name its name
 * @param state whether it listens
 * @param address where it listens
 * @param port the port, -1 for a unix socket
 * @param transport how its event loop waits
 * @param tls how connections are encrypted, {@code null} for plain TCP
 * @param handlers the methods that are called
 * @param limits the limits in force
 * @param wiretap whether everything is logged
 * @param generation how often the handlers were replaced
 * @param connections how many there are and were
 * @param traffic what the sockets carry
 * @param handlerErrors how often handlers have thrown something, by event; what has not
 * happened is left out
 */
record ServerDescription(String name, ServerState state, @Nullable String address, int port,
		Transport.@Nullable Kind transport, @Nullable TlsDescription tls, List<HandlerDescription> handlers,
		ServerLimits limits, boolean wiretap, int generation, Connections connections, Traffic traffic,
		Map<HandlerEvent, Long> handlerErrors) {

	static ServerDescription of(TcpListener<?> listener, Transport.@Nullable Kind transport,
			List<HandlerDescription> handlers) {
		ServerOptions options = listener.options();
		return new ServerDescription(listener.name(), ServerState.of(listener), Addresses.text(listener.localAddress()),
				listener.port(), transport, TlsDescription.of(options.tls()), handlers, ServerLimits.of(options),
				options.socket().wiretap(), listener.generation(), Connections.of(listener), Traffic.of(listener),
				Counts.of(HandlerEvent.class, listener::handlerErrors));
	}

	/**
	 * The connections of a server, so far.
	 *
	 * @param open those that are open
	 * @param accepted those that were accepted
	 * @param rejected those that were refused for a limit
	 * @param acceptFailures how often accepting failed
	 * @param handshakes TLS handshakes that succeeded
	 * @param handshakeFailures TLS handshakes that failed
	 * @param closed those that have closed, by reason; what has not happened is left out
	 */
	record Connections(int open, long accepted, long rejected, long acceptFailures, long handshakes,
			long handshakeFailures, Map<CloseReason, Long> closed) {

		static Connections of(TcpListener<?> listener) {
			return new Connections(listener.sockets().size(), listener.accepted(), listener.rejected(),
					listener.acceptFailures(), listener.handshakes(), listener.handshakeFailures(),
					Counts.of(CloseReason.class, listener::closed));
		}

	}

}
