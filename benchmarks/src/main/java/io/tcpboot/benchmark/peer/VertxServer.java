package io.tcpboot.benchmark.peer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.parsetools.RecordParser;

/**
 * Vert.x, as its manual has it: an echo is a pipe, messages come from its record parser.
 */
final class VertxServer implements PeerServer {

	@Override
	public RunningPeer start(Task task) {
		Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
		NetServer server = vertx.createNetServer(options(task)).connectHandler(handler(task.mode()));
		server.listen().await();
		return new RunningPeer(server.actualPort(), () -> vertx.close().await());
	}

	private static NetServerOptions options(Task task) {
		NetServerOptions options = new NetServerOptions().setHost("127.0.0.1").setPort(0);
		return switch (task.mode()) {
			case TLS -> tls(options, task.certificate(), new OpenSSLEngineOptions());
			case TLS_JDK -> tls(options, task.certificate(), new JdkSSLEngineOptions());
			case ECHO, FIVE, FRAMES, LINES, BROADCAST -> options;
		};
	}

	private static NetServerOptions tls(NetServerOptions options, Certificate certificate, SSLEngineOptions engine) {
		return options.setSsl(true)
			.setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate.chain().toString())
				.setKeyPath(certificate.key().toString()))
			.setSslEngineOptions(engine);
	}

	private static Handler<NetSocket> handler(Mode mode) {
		return switch (mode) {
			case ECHO, TLS, TLS_JDK -> (socket) -> socket.pipeTo(socket);
			case FIVE -> VertxServer::five;
			case FRAMES -> VertxServer::frames;
			case LINES -> VertxServer::lines;
			case BROADCAST -> broadcast();
		};
	}

	private static void five(NetSocket socket) {
		socket.handler(RecordParser.newFixed(Messages.LENGTH, (message) -> {
			for (int from = 0; from < message.length(); from += Messages.PART) {
				socket.write(message.slice(from, Math.min(from + Messages.PART, message.length())));
			}
		}));
	}

	private static void frames(NetSocket socket) {
		RecordParser parser = RecordParser.newFixed(Integer.BYTES);
		boolean[] header = { true };
		parser.handler((record) -> {
			if (header[0]) {
				parser.fixedSizeMode(record.getInt(0));
			}
			else {
				parser.fixedSizeMode(Integer.BYTES);
				socket.write(
						Buffer.buffer(Integer.BYTES + record.length()).appendInt(record.length()).appendBuffer(record));
			}
			header[0] = !header[0];
		});
		socket.handler(parser);
	}

	private static void lines(NetSocket socket) {
		socket.handler(RecordParser.newDelimited("\n",
				(line) -> socket.write(Buffer.buffer(line.length() + 1).appendBuffer(line).appendByte((byte) '\n'))));
	}

	private static Handler<NetSocket> broadcast() {
		Set<NetSocket> everybody = ConcurrentHashMap.newKeySet();
		return (socket) -> {
			everybody.add(socket);
			socket.closeHandler((closed) -> everybody.remove(socket));
			socket.handler(RecordParser.newFixed(Messages.LENGTH,
					(message) -> everybody.forEach((other) -> other.write(message))));
		};
	}

}
