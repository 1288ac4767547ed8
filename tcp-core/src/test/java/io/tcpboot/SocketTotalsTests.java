package io.tcpboot;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of sums over sockets that come and go.
 */
class SocketTotalsTests {

	private final Events events = new Events();

	private final SocketTotals totals = new SocketTotals();

	@Test
	void whenSocketsFollowOneAnotherAllAreCounted() throws Exception {
		for (int i = 1; i <= 2; i++) {
			Events client = new Events();
			try (Pair pair = Pair.connected(SocketOptions.defaults(), client.handlers().build())) {
				this.totals.add(client.socket());
				pair.peer.send("12");
				client.await("data 12");
				client.socket().pause();
				client.socket().send("123");
				assertThat(pair.peer.readText(3)).isEqualTo("123");
				long rounds = i;
				Events.until(() -> this.totals.bytesWritten() == 3 * rounds);
				assertThat(this.totals.bytesRead()).isEqualTo(2 * rounds);
				assertThat(this.totals.pausedSockets()).isOne();
				client.socket().terminate();
				client.awaitClose();
			}
			Events.until(() -> this.totals.pausedSockets() == 0);
		}
		assertThat(this.totals.bytesRead()).isEqualTo(4);
		assertThat(this.totals.bytesWritten()).isEqualTo(6);
		assertThat(this.totals.pendingBytes()).isZero();
	}

	@Test
	void whenASocketHasClosedAlreadyItIsCountedAllTheSame() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			pair.peer.send("late").finish();
			this.events.awaitClose();
			this.totals.add(this.events.socket());
			assertThat(this.totals.bytesRead()).isEqualTo(4);
		}
	}

	@Test
	void whenASocketGoesDuringTheWalkItIsCountedOnce() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			pair.peer.send("four").finish();
			this.events.awaitClose();
			List<TcpSocket<?>> live = List.of(this.events.socket());
			assertThat(this.totals.bytesRead(live)).isEqualTo(4);
			// It has left the live ones, and not yet arrived.
			assertThat(this.totals.bytesRead(List.of())).isEqualTo(4);
			assertThat(this.totals.bytesRead(() -> {
				this.totals.gone(live.get(0));
				return live.iterator();
			})).isEqualTo(4);
			assertThat(this.totals.bytesRead(List.of())).isEqualTo(4);
		}
	}

	@Test
	void whenASocketGoesDuringTheWalkForAllSumsItIsCountedOnce() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			pair.peer.send("four").finish();
			this.events.awaitClose();
			List<TcpSocket<?>> live = List.of(this.events.socket());
			assertThat(this.totals.sums(live).bytesRead()).isEqualTo(4);
			assertThat(this.totals.sums(List.of()).bytesRead()).isEqualTo(4);
			assertThat(this.totals.sums(() -> {
				this.totals.gone(live.get(0));
				return live.iterator();
			}).bytesRead()).isEqualTo(4);
		}
	}

	@Test
	void whenAllSumsAreAskedForThereIsOneWalk() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			pair.peer.send("four");
			this.events.await("data four");
			List<TcpSocket<?>> live = List.of(this.events.socket());
			live.get(0).pause();
			AtomicInteger walks = new AtomicInteger();
			assertThat(this.totals.sums(() -> {
				walks.incrementAndGet();
				return live.iterator();
			})).isEqualTo(new SocketSums(4, 0, 0, 1));
			assertThat(walks).hasValue(1);
		}
	}

	/**
	 * A scrape that sees a counter fall takes that for a restart, and the whole count for
	 * new.
	 */
	@Test
	void whenAskedWhileSocketsCloseTheSumNeverFalls() throws Exception {
		AtomicBoolean over = new AtomicBoolean();
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().build())) {
			CompletableFuture<Long> most = CompletableFuture.supplyAsync(() -> mostSeen(listener, over));
			for (int i = 0; i < 200; i++) {
				Peer.connect(listener.port()).send("ten bytes!").close();
			}
			Events.until(() -> this.events.count("close") == 200);
			over.set(true);
			assertThat(Stages.get(most)).isLessThanOrEqualTo(2000);
			assertThat(listener.bytesRead()).isEqualTo(2000);
		}
	}

	private static long mostSeen(TcpListener<String> listener, AtomicBoolean over) {
		long last = 0;
		while (!over.get()) {
			long now = listener.bytesRead();
			assertThat(now).isGreaterThanOrEqualTo(last);
			last = now;
		}
		return last;
	}

}
