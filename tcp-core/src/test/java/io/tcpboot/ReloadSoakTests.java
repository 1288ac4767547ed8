package io.tcpboot;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many connections talk while their handlers are replaced over and over. The sets take
 * turns in handling data at once and asynchronously.
 */
class ReloadSoakTests {

	private static final int CONNECTIONS = 48;

	private static final int RELOADS = 400;

	private static final int CHUNK_BYTES = 3000;

	private static final int STEP_BYTES = 8 * 1024;

	private static final SocketOptions OPTIONS = SocketOptions.builder().highWaterMark(8 * 1024).build();

	private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

	private final Queue<Side> accepted = new ConcurrentLinkedQueue<>();

	private final AtomicLong echoed = new AtomicLong();

	private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();

	private volatile boolean enough;

	private volatile boolean parked;

	@Test
	@DisplayName("B78 reload loses, doubles and reorders no byte and no event of connections with traffic in flight")
	void whenReloadedUnderTrafficNothingIsLost() throws Exception {
		soak(this::reload);
	}

	@Test
	@DisplayName("B78 the same, with all accepted sockets parked during the reload")
	void whenParkedUnderTrafficNothingIsLost() throws Exception {
		soak((listener, generation) -> {
			CompletableFuture<Void> quiet = listener.park().toCompletableFuture();
			await(quiet::isDone);
			this.parked = true;
			reload(listener, generation);
			LockSupport.parkNanos(500_000);
			this.parked = false;
			listener.unpark();
		});
	}

	private void reload(TcpListener<Side> listener, int generation) {
		listener.reload(handlers(generation));
		// One more right behind it.
		listener.reload(handlers(generation + 1));
	}

	private void soak(Reload reload) throws Exception {
		try (TcpListener<Side> listener = TestLoop.LOOP.listen(TestLoop.anyPort().socket(OPTIONS).build(), handlers(0),
				this::acceptedSide)) {
			List<Side> connected = IntStream.range(0, CONNECTIONS).mapToObj((id) -> connect(listener, id)).toList();
			connected.forEach((side) -> side.socket.timeout(Duration.ofNanos(1)));
			for (int generation = 1; generation <= RELOADS; generation += 2) {
				awaitProgress();
				connected.get(generation % CONNECTIONS).socket.reload(handlers(generation));
				reload.accept(listener, generation);
			}
			await(() -> this.accepted.stream().allMatch((side) -> side.told == RELOADS));
			// One writes megabytes at once: the last may not have had its turn yet.
			await(() -> connected.stream().allMatch((side) -> side.sent > 0));
			this.enough = true;
			await(() -> listener.sockets().isEmpty() && connected.stream().allMatch((side) -> side.closed));
			listener.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(this.wrong).isEmpty();
			assertThat(this.accepted).hasSize(CONNECTIONS).allMatch(Side::isComplete);
			assertThat(connected).allMatch(Side::isComplete);
			assertThat(listener.closed(CloseReason.PEER_END)).isEqualTo(CONNECTIONS);
		}
	}

	private void awaitProgress() throws Exception {
		long goal = this.echoed.get() + STEP_BYTES;
		await(() -> this.echoed.get() >= goal);
	}

	/**
	 * Wait for the condition. Handlers that do their work later finish only here, so that
	 * most of them are busy when a reload comes.
	 */
	private void await(Callable<Boolean> condition) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (!condition.call()) {
			assertThat(this.wrong).isEmpty();
			assertThat(System.nanoTime()).as("stuck after %s bytes", this.echoed).isLessThan(deadline);
			for (Runnable work = this.later.poll(); work != null; work = this.later.poll()) {
				work.run();
			}
			LockSupport.parkNanos(50_000);
		}
	}

	private Side acceptedSide() {
		Side side = new Side(-1);
		this.accepted.add(side);
		return side;
	}

	private Side connect(TcpListener<?> listener, int id) {
		Side side = new Side(id);
		ClientOptions options = ClientOptions.builder().host("localhost").port(listener.port()).socket(OPTIONS).build();
		side.socket = TestLoop.LOOP.connect(options, handlers(0), side).join();
		return side;
	}

	private SocketHandlers<Side> handlers(int generation) {
		SocketHandlers.Builder<Side> handlers = SocketHandlers.<Side>builder()
			.open((socket) -> side(socket, generation).open(socket, generation))
			.timeout((socket) -> side(socket, generation).send(socket))
			.drain((socket) -> side(socket, generation).drain(socket))
			.end((socket) -> side(socket, generation).end(socket))
			.reload((socket) -> side(socket, generation).told(generation))
			.error((socket, cause) -> this.wrong.add("error " + cause))
			.close((socket, reason) -> side(socket, generation).close(reason));
		if (generation / 2 % 2 == 0) {
			handlers.data((socket, bytes) -> side(socket, generation).data(socket, bytes));
		}
		else {
			handlers.asyncData((socket, bytes) -> side(socket, generation).dataLater(socket, bytes));
		}
		return handlers.build();
	}

	private interface Reload {

		void accept(TcpListener<Side> listener, int generation) throws Exception;

	}

	/**
	 * Note that the socket sees an event in the set of this generation: it never sees an
	 * older one again.
	 */
	private Side side(TcpSocket<Side> socket, int generation) {
		Side side = socket.data();
		side.check(generation >= side.generation, "generation " + generation + " after " + side.generation);
		side.check(!side.closed, "event after close");
		side.check(side.id >= 0 || !this.parked, "event while parked");
		side.generation = generation;
		return side;
	}

	/**
	 * One side of a connection: the client sends a pattern, the server sends it back.
	 */
	private final class Side {

		private final int id;

		// What the socket has not taken yet.
		private final ByteBuf unsent = Unpooled.buffer();

		private int generation;

		private boolean opened;

		private boolean refused;

		private volatile boolean busy;

		private boolean ended;

		private volatile long sent;

		private long received;

		private volatile int told;

		private volatile boolean closed;

		private volatile TcpSocket<Side> socket;

		Side(int id) {
			this.id = id;
		}

		void open(TcpSocket<Side> socket, int generation) {
			check(!this.opened, "second open");
			this.told = generation;
			this.opened = true;
		}

		void data(TcpSocket<Side> socket, ByteBuf bytes) {
			check(this.opened && !this.busy && !this.ended, "data before open, during data or after end");
			check(this.told == this.generation, "data before reload");
			int length = bytes.readableBytes();
			if (this.id < 0) {
				this.unsent.discardReadBytes().writeBytes(bytes);
				send(socket);
			}
			else {
				check(Pattern.firstWrong(this.id, this.received, bytes) == -1, "wrong bytes behind " + this.received);
				ReloadSoakTests.this.echoed.addAndGet(length);
			}
			this.received += length;
			if (this.id >= 0 && this.received == this.sent && !this.unsent.isReadable()) {
				socket.end();
			}
		}

		CompletionStage<?> dataLater(TcpSocket<Side> socket, ByteBuf bytes) {
			data(socket, bytes);
			this.busy = true;
			CompletableFuture<Void> stage = new CompletableFuture<>();
			ReloadSoakTests.this.later.add(() -> {
				this.busy = false;
				stage.complete(null);
			});
			return stage;
		}

		void drain(TcpSocket<Side> socket) {
			check(this.refused, "drain without a refusal");
			this.refused = false;
			send(socket);
		}

		private void send(TcpSocket<Side> socket) {
			while (hasUnsent()) {
				check(socket.write(this.unsent) != TcpSocket.CLOSED, "closed to writes");
				if (this.unsent.isReadable()) {
					this.refused = true;
					if (this.id < 0) {
						socket.pause();
					}
					return;
				}
			}
			socket.resume();
		}

		private boolean hasUnsent() {
			if (!this.unsent.isReadable() && this.id >= 0 && !ReloadSoakTests.this.enough) {
				this.unsent.clear().writeBytes(Pattern.bytes(this.id, this.sent, CHUNK_BYTES));
				this.sent += CHUNK_BYTES;
			}
			return this.unsent.isReadable();
		}

		void told(int generation) {
			check(generation > this.told, "told of " + generation + " after " + this.told);
			this.told = generation;
		}

		void end(TcpSocket<Side> socket) {
			check(!this.ended && !this.busy, "second end, or end during data");
			this.ended = true;
		}

		void close(CloseReason reason) {
			check(reason == ((this.id < 0) ? CloseReason.PEER_END : CloseReason.LOCAL_END), "closed: " + reason);
			this.closed = true;
		}

		boolean isComplete() {
			return this.opened && this.ended && this.closed && !this.unsent.isReadable()
					&& (this.id < 0 || (this.received == this.sent && this.sent > 0));
		}

		private void check(boolean right, String otherwise) {
			if (!right) {
				ReloadSoakTests.this.wrong.add("side " + this.id + ": " + otherwise);
			}
		}

	}

}
