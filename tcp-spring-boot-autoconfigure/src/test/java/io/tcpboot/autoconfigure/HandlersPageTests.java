package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnDrain;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.test.TcpTestPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.tcpboot.autoconfigure.HandlersPageTests.book;
import static io.tcpboot.autoconfigure.HandlersPageTests.log;
import static io.tcpboot.autoconfigure.HandlersPageTests.price;
import static io.tcpboot.autoconfigure.HandlersPageTests.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what docs/handlers.md shows.
 */
class HandlersPageTests {

	static final Logger log = LoggerFactory.getLogger(HandlersPageTests.class);

	private static final int SIZE = 1024 * 1024;

	@Test
	void whenMemberSendsTextAllMembersGetIt() {
		with("chat", Chat.class, (one) -> {
			one.expect("welcome\n");
			one.send("hello\n").expect("guest ");
		});
	}

	@Test
	void whenOrderIsWrongThePeerIsTold() {
		with("orders", Orders.class, (peer) -> {
			peer.send("12\n").expect("12 booked\n");
			peer.send("twelve\n").expect("not a number\n");
		});
	}

	@Test
	void whenPriceComesLaterItIsSent() {
		with("prices", Prices.class, (peer) -> peer.send("tea\n").expect("3.00"));
	}

	@Test
	void whenPeerReadsTheFeedComesWhole() {
		with("feed", Feed.class, (peer) -> assertThat(peer.readText(SIZE)).hasSize(SIZE));
	}

	private static void with(String server, Class<?> bean, PeerScript script) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
			.withBean(server, bean)
			.withPropertyValues("tcp.servers." + server + ".port=0")
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connect(context, server)) {
					script.run(peer);
				}
			});
	}

	static ByteBuffer snapshot() {
		return ByteBuffer.allocate(SIZE);
	}

	static String book(int order, @Nullable X509Certificate certificate) {
		return order + " booked";
	}

	static String price(String article) {
		return "3.00";
	}

	private interface PeerScript {

		void run(TcpTestPeer peer) throws IOException;

	}

}

@TcpServer(port = 7070)
class Chat {

	record Member(String name, Instant since) {
	}

	private final Set<TcpSocket<Member>> members = ConcurrentHashMap.newKeySet();

	@OnOpen
	String open(TcpSocket<Member> socket) {
		socket.data(new Member("guest " + socket.id(), Instant.now()));
		this.members.add(socket);
		return "welcome\n";
	}

	@OnData
	void data(String text, Member member) {
		this.members.forEach((socket) -> socket.send(member.name() + ": " + text));
	}

	@OnClose
	void close(TcpSocket<Member> socket, CloseReason reason) {
		this.members.remove(socket);
		log.debug("{} left: {}", socket, reason);
	}

	@OnShutdown
	String shutdown() {
		return "goodbye\n";
	}

}

@TcpServer(name = "orders", port = 7001, framing = FramingType.LINES)
class Orders {

	@OnData
	String data(String line, @Nullable X509Certificate certificate) {
		return book(Integer.parseInt(line), certificate);
	}

	@OnError
	@Nullable String error(Throwable failure, TcpSocket<?> socket) {
		if (failure instanceof NumberFormatException) {
			return "not a number";
		}
		socket.close();
		return null;
	}

}

@TcpServer(name = "prices", port = 7002, framing = FramingType.LINES)
class Prices {

	private final Executor executor = Executors.newCachedThreadPool();

	@OnData
	CompletionStage<String> data(String article) {
		return CompletableFuture.supplyAsync(() -> price(article), this.executor);
	}

}

@TcpServer(name = "feed", port = 7000)
class Feed {

	@OnOpen
	void open(TcpSocket<ByteBuffer> socket) {
		socket.data(snapshot());
		socket.write(socket.data());
	}

	@OnDrain
	void drain(TcpSocket<ByteBuffer> socket) {
		socket.write(socket.data());
	}

	@OnData
	void data(byte[] ignored) {
	}

}
