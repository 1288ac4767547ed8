package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that sockets of one event loop get their turn.
 */
class FairnessTests {

	/**
	 * More turns than a socket may have while another waits, and far less than it wants.
	 */
	private static final int SOME = 500;

	private static final int MANY = 20_000;

	private final AtomicInteger turns = new AtomicInteger();

	private final AtomicInteger turnsBefore = new AtomicInteger();

	private volatile boolean served;

	@Test
	@DisplayName("B97 a peer that floods does not keep others waiting: reading is bounded for each event")
	void whenAPeerFloodsOthersAreServed() throws Exception {
		Semaphore refill = new Semaphore(1);
		Semaphore filled = new Semaphore(0);
		try (TcpEventLoop loop = oneThread(); TcpListener<String> flooded = listen(loop, (socket, bytes) -> {
			// There is always more to read.
			if (!this.served && this.turns.incrementAndGet() < MANY) {
				refill.release();
				filled.acquire();
			}
		});
				TcpListener<String> other = listenOther(loop);
				Peer flood = Peer.connect(flooded.port());
				Peer peer = Peer.connect(other.port())) {
			Thread flooder = new Thread(() -> flood(flood, refill, filled));
			flooder.start();
			assertServed(peer);
			refill.release();
			flooder.join();
		}
	}

	private void flood(Peer peer, Semaphore refill, Semaphore filled) {
		try {
			while (!this.served) {
				refill.acquire();
				peer.send(new byte[2]);
				filled.release();
			}
			filled.release(MANY);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("B97 a socket that always has room to write does not keep others waiting")
	void whenASocketWritesInDrainOthersAreServed() throws Exception {
		try (TcpEventLoop loop = oneThread();
				TcpListener<String> writing = loop.listen(TestLoop.anyPort().build(),
						SocketHandlers.<String>builder()
							.data((socket, bytes) -> socket.write(new byte[70_000]))
							.drain((socket) -> {
								// Whoever reads at once makes room at once.
								if (!this.served && this.turns.incrementAndGet() < MANY) {
									socket.write(new byte[70_000]);
								}
							})
							.build());
				TcpListener<String> other = listenOther(loop);
				Peer reader = Peer.connect(writing.port());
				Peer peer = Peer.connect(other.port())) {
			Thread reading = new Thread(() -> readAll(reader));
			reading.start();
			reader.send("x");
			assertServed(peer);
			reader.finish();
			reading.join();
		}
	}

	private static void readAll(Peer peer) {
		try {
			peer.readAll();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void assertServed(Peer peer) throws Exception {
		Events.until(() -> this.turns.get() > 20);
		this.turnsBefore.set(this.turns.get());
		assertThat(peer.send("x").readText(1)).isEqualTo("x");
		assertThat(this.turnsBefore.get()).isBetween(0, SOME);
	}

	/**
	 * The other socket notes how many turns it had to wait.
	 */
	private TcpListener<String> listenOther(TcpEventLoop loop) {
		return listen(loop, (socket, bytes) -> {
			this.turnsBefore.set(this.turns.get() - this.turnsBefore.get());
			this.served = true;
			socket.send(bytes);
		});
	}

	private static TcpListener<String> listen(TcpEventLoop loop, SocketHandlers.DataHandler<String> data) {
		return loop.listen(TestLoop.anyPort().build(), SocketHandlers.<String>builder().data(data).build());
	}

	private static TcpEventLoop oneThread() {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(1).build();
	}

}
