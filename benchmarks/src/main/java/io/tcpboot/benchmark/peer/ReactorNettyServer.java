package io.tcpboot.benchmark.peer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.ssl.SslProvider;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.tcp.TcpServer;
import reactor.netty.tcp.TcpSslContextSpec;

/**
 * Reactor Netty, as its reference and its examples (echo, secure chat) have it.
 */
final class ReactorNettyServer implements PeerServer {

	private static final ByteBuf LINE_END = Unpooled
		.unreleasableBuffer(Unpooled.directBuffer(1, 1).writeByte('\n').asReadOnly());

	@Override
	public RunningPeer start(Task task) {
		LoopResources loop = LoopResources.create("peer", 1, true);
		DisposableServer server = configure(TcpServer.create().host("127.0.0.1").port(0).runOn(loop), task).bindNow();
		return new RunningPeer(server.port(), () -> {
			server.disposeNow();
			loop.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block();
		});
	}

	private static TcpServer configure(TcpServer server, Task task) {
		return switch (task.mode()) {
			case ECHO -> echo(server);
			case FIVE -> five(server);
			case FRAMES -> frames(server);
			case LINES -> lines(server);
			case BROADCAST -> broadcast(server);
			case TLS -> tls(server, task.certificate(), SslProvider.OPENSSL);
			case TLS_JDK -> tls(server, task.certificate(), SslProvider.JDK);
		};
	}

	private static TcpServer echo(TcpServer server) {
		return server.handle((in, out) -> out.send(in.receive().retain()));
	}

	private static TcpServer five(TcpServer server) {
		return server
			.doOnConnection((connection) -> connection.addHandlerLast(new FixedLengthFrameDecoder(Messages.LENGTH)))
			.handle((in, out) -> out.send(in.receive().concatMapIterable(ReactorNettyServer::parts)));
	}

	private static List<ByteBuf> parts(ByteBuf message) {
		return Stream.generate(() -> message.readRetainedSlice(Math.min(Messages.PART, message.readableBytes())))
			.limit(Messages.PARTS)
			.toList();
	}

	private static TcpServer frames(TcpServer server) {
		return echo(server.doOnConnection((connection) -> connection
			.addHandlerLast(new LengthFieldBasedFrameDecoder(NettyPipeline.MAX_FRAME, 0, 4, 0, 4))
			.addHandlerLast(new LengthFieldPrepender(4))));
	}

	private static TcpServer lines(TcpServer server) {
		return server
			.doOnConnection(
					(connection) -> connection.addHandlerLast(new LineBasedFrameDecoder(NettyPipeline.MAX_FRAME)))
			.handle((in, out) -> out
				.send(in.receive().concatMapIterable((line) -> List.of(line.retain(), LINE_END.duplicate()))));
	}

	private static TcpServer broadcast(TcpServer server) {
		Set<Connection> everybody = ConcurrentHashMap.newKeySet();
		return server.doOnConnection((connection) -> {
			everybody.add(connection);
			connection.addHandlerLast(new FixedLengthFrameDecoder(Messages.LENGTH));
			connection.onDispose(() -> everybody.remove(connection));
		}).handle((in, out) -> in.receive().doOnNext((message) -> send(message, everybody)).then());
	}

	private static void send(ByteBuf message, Set<Connection> everybody) {
		for (Connection connection : everybody) {
			connection.outbound().sendObject(message.retainedDuplicate()).then().subscribe();
		}
	}

	private static TcpServer tls(TcpServer server, Certificate certificate, SslProvider provider) {
		GenericSslContextSpec<?> context = TcpSslContextSpec
			.forServer(certificate.chain().toFile(), certificate.key().toFile())
			.configure((builder) -> builder.sslProvider(provider));
		return echo(server.secure((spec) -> spec.sslContext(context)));
	}

}
