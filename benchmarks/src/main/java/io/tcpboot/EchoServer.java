package io.tcpboot;

import io.tcpboot.benchmark.peer.Mode;
import io.tcpboot.benchmark.peer.NettyServer;
import io.tcpboot.benchmark.peer.RunningPeer;
import io.tcpboot.benchmark.peer.Task;

/**
 * An echo server on one event loop thread.
 *
 * @param port where it listens
 * @param stop ends it
 */
record EchoServer(int port, Runnable stop) implements AutoCloseable {

	static EchoServer tcpCore(SocketHandlers.DataHandler<Void> handler) {
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		TcpListener<Void> listener = loop.listen(ServerOptions.builder().host("localhost").port(0).build(),
				SocketHandlers.<Void>builder().data(handler).build());
		return new EchoServer(listener.port(), loop::close);
	}

	static EchoServer netty() {
		RunningPeer netty = NettyServer.epoll().start(Task.of(Mode.ECHO));
		return new EchoServer(netty.port(), netty.stop());
	}

	@Override
	public void close() {
		this.stop.run();
	}

}
