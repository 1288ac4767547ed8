package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.client.TcpClients;

/**
 * The classes of an application, which {@link Applications} loads anew for each context.
 */
public final class Reloaded {

	private Reloaded() {
	}

	/**
	 * How many messages there were on a connection.
	 *
	 * @param count the number
	 */
	public record Session(int count) implements Serializable {
	}

	/**
	 * Cannot be written.
	 */
	public static class Unwritable {

	}

	@TcpClient
	public static class Failing {

		@OnData
		void data(String text) {
			throw new IllegalStateException(text);
		}

		@OnError
		String error(Throwable failure) {
			return "caught";
		}

	}

	@TcpServer(port = 0)
	public static class Counting {

		@OnOpen
		void open(TcpSocket<Session> socket) {
			socket.data(new Session(0));
		}

		@OnData
		String data(TcpSocket<Session> socket, Session session, String text) {
			socket.data(new Session(session.count() + 1));
			return (session.count() + 1) + text;
		}

	}

	/**
	 * Has a socket in it.
	 *
	 * @param socket the socket
	 */
	public record Mirror(TcpSocket<?> socket) implements Serializable {
	}

	@TcpServer(port = 0)
	public static class Mirrored {

		@OnOpen
		void open(TcpSocket<Mirror> socket) {
			socket.data(new Mirror(socket));
		}

		@OnData
		String data(TcpSocket<Mirror> socket, Mirror mirror, String text) {
			return "" + (mirror.socket() == socket);
		}

	}

	@TcpServer(port = 0)
	public static class Forgetful {

		@OnOpen
		void open(TcpSocket<Unwritable> socket) {
			socket.data(new Unwritable());
		}

		@OnData
		String data(String text) {
			return text;
		}

	}

	@TcpServer(port = 0)
	public static class Reopening extends Forgetful {

		@OnReload
		void reload(TcpSocket<Unwritable> socket) {
			socket.send("data " + socket.data());
			socket.data(new Unwritable());
		}

	}

	@TcpServer(port = 0)
	public static class Busy {

		@OnData
		CompletionStage<String> data(String text) {
			CompletableFuture<String> reply = new CompletableFuture<>();
			if (text.equals("later")) {
				Applications.UNFINISHED.add(reply);
			}
			else {
				reply.complete(text);
			}
			return reply;
		}

		@OnClose
		void close(CloseReason reason) {
			Applications.CLOSED.add(reason);
		}

	}

	@TcpClient
	public static class Answering {

		@OnOpen
		void open(TcpSocket<Session> socket) {
			socket.data(new Session(0));
			socket.send("login");
		}

		@OnData
		String data(TcpSocket<Session> socket, Session session, String text) {
			socket.data(new Session(session.count() + 1));
			return (session.count() + 1) + text;
		}

	}

	/**
	 * Hands on what arrives to {@link Answering}.
	 */
	@TcpServer(port = 0)
	public static class Proxy {

		private final TcpClients clients;

		Proxy(TcpClients clients) {
			this.clients = clients;
		}

		@OnData
		void data(ByteBuf bytes) {
			this.clients.client("answering").send(bytes);
		}

	}

}
