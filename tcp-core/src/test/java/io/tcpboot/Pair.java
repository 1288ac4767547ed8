package io.tcpboot;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A socket under test and its peer, connected.
 */
final class Pair implements AutoCloseable {

	/** Small enough that little fits into the kernel. */
	private static final int NARROW_BYTES = 8 * 1024;

	final Peer peer;

	private final @Nullable TcpListener<String> listener;

	private Pair(Peer peer, @Nullable TcpListener<String> listener) {
		this.peer = peer;
		this.listener = listener;
	}

	static Pair accepted(SocketHandlers<String> handlers) throws IOException {
		return accepted(SocketOptions.defaults(), handlers);
	}

	/**
	 * The socket under test is accepted.
	 */
	static Pair accepted(SocketOptions options, SocketHandlers<String> handlers) throws IOException {
		return accepted(TestLoop.anyPort().socket(options), handlers);
	}

	static Pair accepted(ServerOptions.Builder options, SocketHandlers<String> handlers) throws IOException {
		TcpListener<String> listener = TestLoop.LOOP.listen(options.build(), handlers);
		Path path = options.build().path();
		return new Pair((path != null) ? Peer.connect(path) : Peer.connect(listener.port()), listener);
	}

	/**
	 * The socket under test is accepted, and the kernel buffers little for either side.
	 */
	static Pair narrow(SocketOptions options, SocketHandlers<String> handlers) throws IOException {
		SocketOptions narrow = options.toBuilder().sendBufferSize(NARROW_BYTES).receiveBufferSize(NARROW_BYTES).build();
		TcpListener<String> listener = TestLoop.listen(narrow, handlers);
		Peer peer = Peer.connectNarrow(listener.port());
		peer.socket().setSendBufferSize(NARROW_BYTES);
		return new Pair(peer, listener);
	}

	static Pair narrow(SocketHandlers<String> handlers) throws IOException {
		return narrow(SocketOptions.defaults(), handlers);
	}

	/**
	 * The socket under test has connected.
	 */
	static Pair connected(SocketOptions options, SocketHandlers<String> handlers) throws Exception {
		try (ServerSocket server = Peer.listen()) {
			ClientOptions.Builder target = ClientOptions.builder().host("localhost").port(server.getLocalPort());
			return connected(server, target.socket(options), handlers);
		}
	}

	/**
	 * The socket under test has connected to a unix socket.
	 */
	static Pair connected(Path path, SocketHandlers<String> handlers) throws Exception {
		try (ServerSocket server = Peer.listen(path)) {
			return connected(server, ClientOptions.builder().path(path), handlers);
		}
	}

	private static Pair connected(ServerSocket server, ClientOptions.Builder target, SocketHandlers<String> handlers)
			throws Exception {
		var connected = TestLoop.LOOP.connect(target.build(), handlers);
		Peer peer = Peer.accept(server);
		connected.get(20, TimeUnit.SECONDS);
		return new Pair(peer, null);
	}

	TcpListener<String> listener() {
		return Objects.requireNonNull(this.listener);
	}

	void stopListener() {
		if (this.listener != null) {
			this.listener.stopNow();
		}
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
		if (this.listener != null) {
			this.listener.close();
		}
	}

}
