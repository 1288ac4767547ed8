package io.tcpboot.benchmark.peer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;

/**
 * Annotated beans that take a {@link ByteBuf}.
 */
final class ByteBufBeans {

	private ByteBufBeans() {
	}

	static Class<?> forMode(Mode mode) {
		return switch (mode) {
			case ECHO, FRAMES, LINES, TLS, TLS_JDK -> Echo.class;
			case FIVE -> Five.class;
			case BROADCAST -> Broadcast.class;
		};
	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Echo {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Five {

		@OnOpen
		void open(TcpSocket<Messages> socket) {
			socket.data(new Messages());
		}

		@OnData
		void data(TcpSocket<Messages> socket, Messages messages, ByteBuf bytes) {
			for (ByteBuf message = messages.next(bytes); message != null; message = messages.next(bytes)) {
				while (message.isReadable()) {
					socket.send(message.readSlice(Math.min(Messages.PART, message.readableBytes())));
				}
			}
		}

	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Broadcast {

		private final Set<TcpSocket<Messages>> everybody = ConcurrentHashMap.newKeySet();

		@OnOpen
		void open(TcpSocket<Messages> socket) {
			socket.data(new Messages());
			this.everybody.add(socket);
		}

		@OnData
		void data(Messages messages, ByteBuf bytes) {
			for (ByteBuf message = messages.next(bytes); message != null; message = messages.next(bytes)) {
				for (TcpSocket<Messages> socket : this.everybody) {
					socket.send(message.duplicate());
				}
			}
		}

		@OnClose
		void close(TcpSocket<Messages> socket) {
			this.everybody.remove(socket);
		}

	}

}
