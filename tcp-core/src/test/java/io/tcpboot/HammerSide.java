package io.tcpboot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection under the hammer. Each callback checks the laws, then does
 * something at random.
 */
final class HammerSide {

	final HammerSender sender;

	final HammerWire.Receiver receiver;

	private final Hammer hammer;

	private final SocketOptions options;

	private final SplittableRandom random;

	private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();

	private final Set<Throwable> planted = ConcurrentHashMap.newKeySet();

	// Of asynchronous handlers: not told after the close.
	private final Set<Throwable> plantedLate = ConcurrentHashMap.newKeySet();

	private volatile @Nullable TcpSocket<HammerSide> socket;

	private volatile boolean connectFailed;

	private volatile boolean handshaken;

	private volatile boolean ended;

	private volatile boolean closed;

	private volatile boolean cut;

	private volatile boolean busy;

	// Event loop only.
	private @Nullable Thread thread;

	private boolean timed;

	private boolean tlsFailed;

	// The thread of the test only.
	private boolean finishing;

	HammerSide(Hammer hammer, SocketOptions options, int id, SplittableRandom plan) {
		this.hammer = hammer;
		this.options = options;
		this.sender = new HammerSender(hammer, id, plan);
		this.receiver = new HammerWire.Receiver(hammer.laws::broken);
		this.random = plan.split();
		if (options.closeOnTimeout()) {
			this.sender.impatient();
		}
	}

	// The callbacks.

	void open(TcpSocket<HammerSide> socket) throws Exception {
		run("open", () -> {
			check(this.socket == null && !this.connectFailed, "opened twice");
			this.socket = socket;
			this.sender.open(socket, this.random);
			this.hammer.opened(this);
			if (this.random.nextInt(20) == 0) {
				this.sender.impatient();
				throw planted();
			}
		});
	}

	void handshake() throws Exception {
		run("handshake", () -> {
			check(!this.handshaken && this.hammer.place().hasTls(), "handshake that nobody asked for");
			check(socket().tlsSession() != null, "no session");
			this.handshaken = true;
		});
	}

	void data(ByteBuf bytes) throws Exception {
		run("data", () -> {
			check(this.handshaken == this.hammer.place().hasTls(), "data without a handshake");
			check(!this.ended, "data after end");
			check(!this.busy, "data while an asynchronous handler is busy");
			this.receiver.receive(ByteBufUtil.getBytes(bytes));
			act();
		});
	}

	CompletionStage<?> dataLater(ByteBuf bytes) throws Exception {
		data(bytes);
		if (this.random.nextInt(4) == 0) {
			return CompletableFuture.completedFuture(null);
		}
		Exception failure = (this.random.nextInt(50) == 0) ? planted(this.plantedLate) : null;
		CompletableFuture<Void> stage = new CompletableFuture<>();
		this.busy = true;
		this.hammer.run(() -> {
			this.busy = false;
			if (failure == null) {
				stage.complete(null);
			}
			else {
				stage.completeExceptionally(failure);
			}
		});
		return stage;
	}

	void drain() throws Exception {
		run("drain", () -> {
			this.sender.drain(this.random);
			act();
		});
	}

	void end() throws Exception {
		run("end", () -> {
			check(!this.ended, "ended twice");
			check(!this.busy, "end while an asynchronous handler is busy");
			this.ended = true;
			act();
		});
	}

	void timeout() throws Exception {
		run("timeout", () -> {
			check(this.timed, "timeout without a timer");
			this.sender.send(HammerSender.LOOP, this.random);
			act();
		});
	}

	void reload() throws Exception {
		run("reload", this::act);
	}

	void reloadAndFail() throws Exception {
		run("reload", () -> {
			// Another set may have come since: then its error is told.
			throw planted();
		});
	}

	void error(Throwable cause) throws Exception {
		run("error", () -> {
			if (!this.planted.remove(cause) && !this.plantedLate.remove(cause) && !isTlsLoss(cause)) {
				this.hammer.laws
					.broken("error that nobody planted: " + cause + " at " + List.of(cause.getStackTrace()));
			}
		});
	}

	/**
	 * Return whether TLS says, once, that it may not send any more.
	 */
	private boolean isTlsLoss(Throwable cause) {
		boolean first = !this.tlsFailed;
		this.tlsFailed = true;
		return first && cause instanceof IOException && endsBothWays();
	}

	/**
	 * Return whether the end that TLS tells of is the end of both directions.
	 */
	private boolean endsBothWays() {
		return this.hammer.place().hasTls()
				&& (!this.hammer.place().hasHalfClose() || this.hammer.isLeaving(this.receiver.sender()));
	}

	void connectFailed() {
		check(this.socket == null && !this.connectFailed, "connectError of an open socket");
		this.connectFailed = true;
	}

	void close(CloseReason reason) throws Exception {
		run("close", () -> {
			TcpSocket<HammerSide> socket = socket();
			check(socket.closeReason() == reason && !socket.isOpen() && !socket.isWritable(), "close is not closed");
			check(socket.write(new byte[1]) == TcpSocket.CLOSED && !socket.send(new byte[1]),
					"closed, but takes bytes");
			check(socket.localAddress() != null && socket.remoteAddress() != null, "address lost");
			boolean awaited = reason == CloseReason.PEER_END
					|| (reason == CloseReason.LOCAL_END && this.sender.isPatient());
			check(this.ended || !awaited || this.cut, "closed without end, cause " + socket.closeCause());
			check((socket.tlsSession() != null) == this.hammer.place().hasTls(), "session lost");
			this.closed = true;
		});
	}

	// What is done from inside and from outside.

	private void act() throws Exception {
		TcpSocket<HammerSide> socket = socket();
		switch (this.random.nextInt(30)) {
			case 0 -> socket.cork((same) -> {
				this.sender.send(HammerSender.LOOP, this.random);
				this.sender.send(HammerSender.LOOP, this.random);
			});
			case 1, 2, 3 -> this.sender.send(HammerSender.LOOP, this.random);
			case 4 -> throw planted();
			case 5 -> this.hammer.anySide(this.random).operate(this.random);
			case 6 -> {
				this.timed = true;
				socket.timeout(Duration.ofMillis(this.random.nextInt(4)));
			}
			case 7, 8, 9 -> operate(this.random);
			default -> {
			}
		}
	}

	/**
	 * One step of another thread, which is also a writer.
	 */
	void step(int writer, SplittableRandom random) {
		int choice = random.nextInt(10);
		if (choice < 5) {
			this.sender.send(writer, random);
		}
		else if (choice < 6) {
			socket().cork((socket) -> {
				this.sender.send(writer, random);
				operate(random);
				this.sender.send(writer, random);
			});
		}
		else {
			operate(random);
		}
	}

	/**
	 * Anything that any thread may do to a socket without writing.
	 */
	private void operate(SplittableRandom random) {
		TcpSocket<HammerSide> socket = socket();
		switch (random.nextInt(12)) {
			case 0 -> this.hammer.flushed(socket.flush());
			case 1 -> {
				if (!this.hammer.isFinishing()) {
					socket.pause();
				}
			}
			case 2, 3, 4 -> socket.resume();
			case 5 -> socket.data(socket.data());
			case 6 -> socket.reload(this.hammer.anyHandlers(random));
			case 7 -> {
				socket.noDelay(random.nextBoolean());
				socket.keepAlive(random.nextBoolean());
			}
			case 8 -> this.hammer.reloadAnyListener(random);
			case 9 -> this.hammer.lookAtListeners();
			case 10 -> endEarly(random);
			default -> look();
		}
	}

	private void endEarly(SplittableRandom random) {
		switch (random.nextInt(200)) {
			case 0, 1, 2 -> this.sender.end();
			case 3 -> this.sender.close();
			case 4 -> this.sender.terminate();
			default -> {
			}
		}
	}

	private void look() {
		TcpSocket<HammerSide> socket = socket();
		long pending = socket.pendingBytes();
		check(pending >= 0 && pending <= this.options.maxPending() + this.sender.lastBytes(), "pending: " + pending);
		check(socket.data() == this, "data of another socket");
		check(socket.toString().contains(socket.id()), "no identity");
	}

	boolean belongsTo(TcpListener<?> listener) {
		return (this.socket().localAddress() instanceof InetSocketAddress address)
				? address.getPort() == listener.port() : listener.localAddress().equals(this.socket().localAddress());
	}

	/**
	 * Let the connection come to its end.
	 */
	void finish() {
		if (!this.finishing) {
			this.finishing = true;
			socket().resume();
			this.sender.end();
		}
	}

	/**
	 * The listener is about to stop: whatever is on its way may be cut off.
	 */
	void cut() {
		this.sender.impatient();
		this.cut = true;
	}

	// What is left of it.

	boolean isClosed() {
		return this.closed;
	}

	boolean hasSeenEnd() {
		return this.ended;
	}

	/**
	 * Return whether this side waited for the peer's end. Where TLS could not send what
	 * was left, it did not.
	 */
	boolean isPatient() {
		return this.sender.isPatient() && socket().closeReason() != CloseReason.TLS_FAILURE;
	}

	long written() {
		return socket().bytesWritten();
	}

	/**
	 * Return what the peer may have at most. TLS tells of a write when all of it is the
	 * kernel's; of one that a reset cuts off, a part may have arrived.
	 */
	long mostSent() {
		return (this.hammer.place().hasTls()) ? this.sender.accepted() : written();
	}

	/**
	 * Return whether everything accepted was sent before the FIN. Without half-close, TLS
	 * sends nothing more after the peer's end; that, and a reset at last, the reason does
	 * not tell where it has to tell of something else.
	 */
	boolean hasEndedInOrder() {
		return !this.cut && switch (Objects.requireNonNull(socket().closeReason())) {
			case LOCAL_END, PEER_END -> true;
			case HANDLER_FAILURE, TIMEOUT -> !this.sender.isTerminated() && (!endsBothWays() || hasWrittenAll());
			default -> false;
		};
	}

	private boolean hasWrittenAll() {
		// A sink keeps what the socket did not take.
		return written() == this.sender.accepted() || this.sender.manner == HammerSender.Manner.SINK;
	}

	void checkAfterwards() {
		TcpSocket<HammerSide> socket = socket();
		long written = socket.bytesWritten();
		boolean ended = socket.closeReason() == CloseReason.LOCAL_END || socket.closeReason() == CloseReason.PEER_END;
		boolean exact = ended && !this.cut && this.sender.manner != HammerSender.Manner.SINK;
		check(socket.pendingBytes() == 0, "pending after the close: " + socket.pendingBytes());
		check((exact) ? written == this.sender.accepted() : written <= this.sender.accepted(),
				"accepted " + this.sender.accepted() + ", written " + written);
		check(this.receiver.received() <= socket.bytesRead(), "delivered more than was read");
		if (socket.closeReason() == CloseReason.TLS_FAILURE) {
			check(endsBothWays() && (this.cut || written < this.sender.accepted()),
					"TLS failed though nothing was lost: " + socket.closeCause());
		}
		check(this.planted.isEmpty() || this.sender.isFailing(), "error never came: " + this.planted);
	}

	private Exception planted() {
		return planted(this.planted);
	}

	private Exception planted(Set<Throwable> expected) {
		Exception failure = new HammerException();
		expected.add(failure);
		if (this.options.closeOnError()) {
			this.sender.impatient();
		}
		return failure;
	}

	private void run(String event, Callback callback) throws Exception {
		Thread current = Thread.currentThread();
		Thread other = this.inside.getAndSet(current);
		check(other == null, event + " during another callback, of " + other);
		check(this.thread == null || this.thread == current, event + " on another thread");
		check(!this.closed, event + " after close");
		check(event.equals("open") || this.socket != null, event + " before open");
		this.thread = current;
		try {
			callback.run();
			look();
		}
		finally {
			this.inside.set(null);
		}
	}

	private void check(boolean right, String otherwise) {
		this.hammer.laws.check(right, () -> otherwise + ": " + this);
	}

	private TcpSocket<HammerSide> socket() {
		return Objects.requireNonNull(this.socket);
	}

	@Override
	public String toString() {
		TcpSocket<HammerSide> socket = this.socket;
		CloseReason reason = (socket != null) ? socket.closeReason() : null;
		return "side " + this.sender.id + " (" + this.sender.manner + ", " + socket + ", closed: " + reason + ")";
	}

	@FunctionalInterface
	private interface Callback {

		void run() throws Exception;

	}

	/**
	 * Thrown on purpose.
	 */
	static final class HammerException extends Exception {

		private static final long serialVersionUID = 1L;

		HammerException() {
			super("thrown on purpose", null, true, false);
		}

	}

}
