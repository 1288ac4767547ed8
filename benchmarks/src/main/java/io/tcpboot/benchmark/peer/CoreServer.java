package io.tcpboot.benchmark.peer;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.SocketOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpSocket;
import io.tcpboot.framing.Framing;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;

/**
 * Ours without Spring, with default options.
 */
final class CoreServer implements PeerServer {

	@Override
	public RunningPeer start(Task task) {
		ServerOptions options = options(task);
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		int port = switch (task.mode()) {
			case ECHO, FRAMES, LINES, TLS, TLS_JDK -> loop.listen(options, echo()).port();
			case FIVE -> loop.listen(options, five(), Messages::new).port();
			case BROADCAST -> loop.listen(options, broadcast(), Messages::new).port();
		};
		return new RunningPeer(port, loop::close);
	}

	private static ServerOptions options(Task task) {
		ServerOptions.Builder options = ServerOptions.builder().host("127.0.0.1").port(0);
		switch (task.mode()) {
			case FRAMES -> options.socket(framed(Framing.lengthField(4)));
			case LINES -> options.socket(framed(Framing.lines()));
			case TLS -> options.tls(tls(task.certificate(), TlsProvider.OPENSSL));
			case TLS_JDK -> options.tls(tls(task.certificate(), TlsProvider.JDK));
			case ECHO, FIVE, BROADCAST -> {
			}
		}
		return options.build();
	}

	private static SocketOptions framed(Framing framing) {
		return SocketOptions.builder().framing(framing).build();
	}

	private static TlsOptions tls(Certificate certificate, TlsProvider provider) {
		return TlsOptions.builder().provider(provider).certificate(certificate.chain(), certificate.key()).build();
	}

	private static SocketHandlers<Void> echo() {
		return SocketHandlers.<Void>builder().data((socket, bytes) -> socket.send(bytes)).build();
	}

	private static SocketHandlers<Messages> five() {
		return SocketHandlers.<Messages>builder().data((socket, bytes) -> {
			Messages messages = Objects.requireNonNull(socket.data());
			for (ByteBuf message = messages.next(bytes); message != null; message = messages.next(bytes)) {
				while (message.isReadable()) {
					socket.send(message.readSlice(Math.min(Messages.PART, message.readableBytes())));
				}
			}
		}).build();
	}

	private static SocketHandlers<Messages> broadcast() {
		Set<TcpSocket<Messages>> everybody = ConcurrentHashMap.newKeySet();
		return SocketHandlers.<Messages>builder().open(everybody::add).data((socket, bytes) -> {
			Messages messages = Objects.requireNonNull(socket.data());
			for (ByteBuf message = messages.next(bytes); message != null; message = messages.next(bytes)) {
				for (TcpSocket<Messages> other : everybody) {
					other.send(message.duplicate());
				}
			}
		}).close((socket, reason) -> everybody.remove(socket)).build();
	}

}
