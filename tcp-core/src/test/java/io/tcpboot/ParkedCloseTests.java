package io.tcpboot;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.netty.buffer.Unpooled;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A parked socket can be closed, also one whose handler never comes back, and is told of
 * it when it is unparked.
 */
class ParkedCloseTests {

	private final Events before = new Events();

	private final Events after = new Events();

	private final CompletableFuture<Void> work = new CompletableFuture<>();

	@AfterEach
	void giveBackTheBytes() throws Exception {
		this.work.complete(null);
		TestLoop.settle();
	}

	@Test
	void whenAHandlerNeverReturnsItsSocketClosesAllTheSame() throws Exception {
		try (Pair pair = Pair.accepted(busy())) {
			TcpSocket<String> socket = parkBusy(pair);
			socket.close(CloseReason.RELOAD_FAILURE);
			assertThat(pair.peer.readAll()).isEmpty();
			pair.peer.finish();
			TestLoop.settle(socket);
			assertThat(this.before.all()).containsExactly("open", "data hello");
			socket.reload(this.after.handlers().build());
			socket.unpark();
			this.after.await("close RELOAD_FAILURE");
			this.work.completeExceptionally(new IOException("late"));
			TestLoop.settle(socket);
			assertThat(this.after.all()).containsSubsequence("close RELOAD_FAILURE")
				.isSubsetOf("reload", "close RELOAD_FAILURE");
			assertThat(this.before.all()).containsExactly("open", "data hello");
		}
	}

	@Test
	void whenAHandlerNeverReturnsItsSocketCanBeTerminated() throws Exception {
		try (Pair pair = Pair.accepted(busy())) {
			TcpSocket<String> socket = parkBusy(pair);
			socket.terminate();
			assertThat(pair.peer.readsReset()).isTrue();
			socket.unpark();
			assertThat(this.before.awaitClose()).containsExactly("open", "data hello", "close TERMINATED");
		}
	}

	@Test
	void whenAHandlerFailsWhileParkedTheNewHandlersAreTold() throws Exception {
		try (Pair pair = Pair.accepted(busy())) {
			TcpSocket<String> socket = parkBusy(pair);
			pair.peer.send("more");
			CompletableFuture<Void> quiet = socket.park().toCompletableFuture();
			this.work.completeExceptionally(new IOException("late"));
			Stages.get(quiet);
			assertThat(this.before.all()).containsExactly("open", "data hello");
			socket.reload(this.after.handlers().build());
			socket.unpark();
			this.after.await("data more");
			assertThat(this.after.all()).containsExactly("reload", "error late", "data more");
		}
	}

	@Test
	@DisabledIf(value = "isNio", disabledReason = "NIO learns of a reset only by reading or writing")
	void whenResetWhileParkedAHandlerThatWaitsForRoomIsNotKept() throws Exception {
		try (Pair pair = Pair.narrow(this.before.handlers().asyncData((socket, bytes) -> {
			this.before.data(socket, bytes);
			return CompletableFuture.runAsync(() -> writeMuch(socket));
		}).build())) {
			pair.peer.send("hello");
			Flow.untilStalled(this.before.socket());
			CompletableFuture<Void> quiet = this.before.socket().park().toCompletableFuture();
			CompletableFuture<Void> flushed = this.before.socket().flush().toCompletableFuture();
			TestLoop.settle(this.before.socket());
			assertThat(quiet).isNotDone();
			pair.peer.reset();
			Stages.get(quiet);
			TestLoop.settle(this.before.socket());
			assertThat(flushed).isCompletedExceptionally();
			assertThat(this.before.all()).containsExactly("open", "data hello");
			assertThat(this.before.socket().pendingBytes()).isZero();
		}
	}

	@Test
	void whenTheConnectionIsGoneNothingOverrulesTheReason() throws Exception {
		try (Pair pair = Pair.accepted(this.before.handlers().build())) {
			TcpSocket<String> socket = park();
			socket.close();
			pair.peer.readAll();
			pair.peer.finish();
			TestLoop.settle(socket);
			socket.terminate();
			pair.stopListener();
			assertThat(this.before.awaitClose()).containsExactly("open", "close LOCAL_END");
		}
	}

	@Test
	void whenTheChannelIsGoneAParkedSocketTakesNothing() {
		ClockedSocket clocked = new ClockedSocket(SocketOptions.defaults(), this.before.handlers().build());
		clocked.park();
		clocked.close();
		assertThat(clocked.socket().isOpen()).isFalse();
		assertThat(this.before.all()).containsExactly("open");
		clocked.unpark();
		assertThat(this.before.all()).hasSize(2).last().asString().startsWith("close");
	}

	@Test
	void whenTheListenerOfAParkedSocketStopsItIsToldAtOnce() throws Exception {
		try (Pair pair = Pair.accepted(busy())) {
			parkBusy(pair);
			pair.stopListener();
			assertThat(this.before.awaitClose()).containsExactly("open", "data hello", "close SHUTDOWN");
		}
	}

	@Test
	void whenTheEventLoopClosesAParkedClientIsTold() throws Exception {
		assertThat(closeWithTheEventLoop((socket) -> {
		})).containsExactly("open", "close SHUTDOWN");
	}

	@Test
	void whenTheEventLoopClosesAClientThatIsGoneIsTold() throws Exception {
		assertThat(closeWithTheEventLoop(TcpSocket::terminate)).containsExactly("open", "close TERMINATED");
	}

	private List<String> closeWithTheEventLoop(Consumer<TcpSocket<String>> action) throws Exception {
		TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();
		try (TcpListener<String> listener = TestLoop.listen(this.after.handlers().build())) {
			ClientOptions options = ClientOptions.builder().host("localhost").port(listener.port()).build();
			Stages.get(loop.connect(options, this.before.handlers().build()));
			TcpSocket<String> socket = park();
			action.accept(socket);
			TestLoop.settle(socket);
			loop.close();
			assertThat(socket.park().toCompletableFuture()).isDone();
			return this.before.all();
		}
	}

	static boolean isNio() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.NIO;
	}

	private SocketHandlers<String> busy() {
		return this.before.handlers().asyncData((socket, bytes) -> {
			this.before.data(socket, bytes);
			return (this.work.isDone()) ? CompletableFuture.completedFuture(null) : this.work;
		}).build();
	}

	private TcpSocket<String> parkBusy(Pair pair) throws Exception {
		pair.peer.send("hello");
		this.before.await("data hello");
		TcpSocket<String> socket = this.before.socket();
		CompletableFuture<Void> quiet = socket.park().toCompletableFuture();
		TestLoop.settle(socket);
		assertThat(quiet).isNotDone();
		return socket;
	}

	private TcpSocket<String> park() {
		TcpSocket<String> socket = this.before.socket();
		Stages.get(socket.park());
		return socket;
	}

	private static void writeMuch(TcpSocket<String> socket) {
		try {
			socket.writeFully(Unpooled.wrappedBuffer(Flow.bytes(8 * 1024 * 1024)));
		}
		catch (IOException ex) {
			// The peer is gone.
		}
	}

}
