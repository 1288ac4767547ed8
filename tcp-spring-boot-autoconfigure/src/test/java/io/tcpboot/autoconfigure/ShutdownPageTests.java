package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServerStartedEvent;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import static io.tcpboot.autoconfigure.ShutdownPageTests.book;
import static io.tcpboot.autoconfigure.ShutdownPageTests.log;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs what docs/shutdown.md shows.
 */
class ShutdownPageTests {

	static final Logger log = LoggerFactory.getLogger(ShutdownPageTests.class);

	private static final CompletableFuture<String> booked = new CompletableFuture<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
		.withPropertyValues("tcp.servers.booking.port=0", "tcp.defaults.linger-timeout=100ms")
		.withBean("booking", Booking.class);

	@Test
	void whenBookingStopsEachPeerIsToldAndOrdersAreBooked() {
		this.contextRunner.withBean(Register.class).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "booking");
					TcpTestPeer idle = Peers.connect(context, "booking")) {
				peer.send("a room\n");
				booked.orTimeout(10, TimeUnit.SECONDS).join();
				CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
				idle.expect("closing, come back later\n").expectEnd();
				assertThat(peer.readTextToEnd()).contains("a room booked\n", "closing, come back later\n");
				assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
			}
		});
	}

	@Test
	void whenARoomIsOpenedItEchoesUntilItIsClosed() {
		this.contextRunner.withBean(Rooms.class).run((context) -> {
			Rooms rooms = context.getBean(Rooms.class);
			try (TcpTestPeer peer = TcpTestPeer.connect(rooms.open("blue"))) {
				peer.send("hello").expect("hello");
				rooms.close("blue");
				peer.expect("closed for today").expectEnd();
			}
		});
	}

	static CompletionStage<String> book(String order) {
		booked.complete(order);
		return CompletableFuture.completedStage(order + " booked");
	}

}

@Component
class Register {

	@EventListener
	void started(TcpServerStartedEvent event) {
		log.info("{} is on port {}", event.name(), event.listener().port());
	}

}

@TcpServer(name = "booking", port = 7100, framing = FramingType.LINES)
class Booking {

	@OnData
	CompletionStage<String> data(String order) {
		return book(order); // is waited for
	}

	@OnShutdown
	String shutdown() {
		return "closing, come back later";
	}

}

@Component
class Rooms {

	private final TcpServers servers;

	Rooms(TcpServers servers) {
		this.servers = servers;
	}

	int open(String room) {
		ServerOptions options = ServerOptions.builder().name(room).port(0).build();
		SocketHandlers<String> handlers = SocketHandlers.<String>builder()
			.data((socket, bytes) -> socket.send(bytes))
			.shutdown((socket) -> socket.send("closed for today"))
			.build();
		return this.servers.listen(options, handlers).port();
	}

	void close(String room) {
		this.servers.listener(room).shutdown(Duration.ofSeconds(5));
	}

}
