package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that sockets of one event loop get their turn.
 */
class FairnessTests {

	/** The greedy socket's turn in which the other one gets something to do. */
	private static final int START = 20;

	/**
	 * More turns than a socket may have while another waits, and far less than it takes.
	 */
	private static final int SOME = 400;

	private static final int MANY = 3000;

	private static final int BACKLOG = 128 * 1024;

	private final Events events = new Events();

	private final AtomicReference<Peer> greedyPeer = new AtomicReference<>();

	private final AtomicReference<Peer> otherPeer = new AtomicReference<>();

	private final SynchronousQueue<Integer> wanted = new SynchronousQueue<>();

	private final Semaphore filled = new Semaphore(0);

	// Event loop only.
	private int turns;

	@Test
	@DisplayName("B97 a peer that floods does not keep others waiting: reading is bounded for each event")
	void whenAPeerFloodsOthersAreServed() throws Exception {
		SocketHandlers.DataHandler<String> read = (socket, bytes) -> {
			boolean more = takeTurn();
			this.wanted.put(more ? bytes.readableBytes() : 0);
			if (more) {
				this.filled.acquire();
			}
			else {
				socket.close();
			}
		};
		serve(SocketHandlers.<String>builder().data(read).build(), this::flood);
	}

	/**
	 * Keep as many bytes in the kernel as were there in the beginning.
	 */
	private void flood() {
		try {
			this.greedyPeer.get().send(new byte[BACKLOG]);
			for (int length = this.wanted.take(); length > 0; length = this.wanted.take()) {
				this.greedyPeer.get().send(new byte[length]);
				this.filled.release();
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("B97 a socket that always has room to write does not keep others waiting")
	void whenASocketWritesInDrainOthersAreServed() throws Exception {
		byte[] bytes = new byte[SocketOptions.defaults().highWaterMark() + 1];
		serve(SocketHandlers.<String>builder().data((socket, chunk) -> socket.write(bytes)).drain((socket) -> {
			// The reader makes room before the next write.
			if (this.events.all().isEmpty() && takeTurn()) {
				this.greedyPeer.get().read(bytes.length - 1);
				socket.write(bytes);
			}
		}).build(), () -> {
			try {
				this.greedyPeer.get().send("x");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private void serve(SocketHandlers<String> greedy, Runnable start) throws Exception {
		SocketHandlers<String> other = SocketHandlers.<String>builder()
			.data((socket, bytes) -> this.events.add("served " + (this.turns - START <= SOME)))
			.build();
		try (TcpEventLoop loop = oneThread();
				TcpListener<String> first = loop.listen(TestLoop.anyPort().build(), greedy);
				TcpListener<String> second = loop.listen(TestLoop.anyPort().build(), other);
				Peer firstPeer = Peer.connect(first.port());
				Peer secondPeer = Peer.connect(second.port())) {
			this.greedyPeer.set(firstPeer);
			this.otherPeer.set(secondPeer);
			Events.until(() -> first.sockets().size() + second.sockets().size() == 2);
			start.run();
			Events.until(() -> !this.events.all().isEmpty());
			assertThat(this.events.all()).containsExactly("served true");
		}
	}

	/**
	 * Count a turn of the greedy socket. From the twentieth on, the other one has
	 * something to read.
	 * @return whether there is another turn
	 */
	private boolean takeTurn() throws IOException {
		this.turns++;
		if (this.turns == START) {
			this.otherPeer.get().send("x");
		}
		return this.turns < MANY;
	}

	private static TcpEventLoop oneThread() {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(1).build();
	}

}
