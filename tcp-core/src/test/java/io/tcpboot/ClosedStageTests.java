package io.tcpboot;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.tcpboot.test.ClosedPort;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stage that tells of a socket's end.
 */
class ClosedStageTests {

	private final Events events = new Events();

	@Test
	void whenSocketClosesTheStageCompletesAfterClose() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().close((socket, reason) -> {
			this.events.add("done: " + socket.closed().toCompletableFuture().isDone());
		}).build())) {
			CompletionStage<CloseReason> closed = this.events.socket().closed();
			pair.peer.finish();
			assertThat(Stages.get(closed)).isEqualTo(CloseReason.PEER_END);
			assertThat(this.events.all()).endsWith("done: false");
		}
	}

	@Test
	void whenSocketHasClosedTheStageIsComplete() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			socket.terminate();
			assertThat(pair.peer.readsReset()).isTrue();
			Stages.get(socket.closed());
			assertThat(Stages.get(socket.closed())).isEqualTo(CloseReason.TERMINATED);
		}
	}

	@Test
	void whenSocketNeverOpenedTheStageFails() throws Exception {
		CompletableFuture<TcpSocket<String>> unopened = new CompletableFuture<>();
		try (ClosedPort port = new ClosedPort()) {
			TestLoop.LOOP.connect(ClientOptions.to("localhost", port.port()),
					SocketHandlers.<String>builder()
						.discardData()
						.connectError((socket, cause) -> unopened.complete(socket))
						.build());
			assertThat(Stages.failure(Stages.get(unopened).closed())).isInstanceOf(ClosedChannelException.class);
		}
	}

}
