package io.tcpboot.benchmark.peer;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.transport.Transport;

/**
 * Ours without Spring, with default options.
 *
 * @param transport how the kernel is asked
 */
record CoreServer(Transport.Kind transport) implements PeerServer {

	@Override
	public RunningPeer start(Task task) {
		SocketHandlers<Void> handlers = SocketHandlers.<Void>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.build();
		if (task.mode() != Mode.ECHO) {
			throw task.unsupported("not yet");
		}
		TcpEventLoop loop = TcpEventLoop.builder().transport(this.transport).threads(1).build();
		TcpListener<Void> listener = loop.listen(ServerOptions.builder().host("127.0.0.1").port(0).build(), handlers);
		return new RunningPeer(listener.port(), loop::close);
	}

}
