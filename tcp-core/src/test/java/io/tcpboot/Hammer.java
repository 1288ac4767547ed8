package io.tcpboot;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;

/**
 * A crowd of connections, and some threads that do anything legal to them. A seed decides
 * what is done. What must hold whatever happens is checked all the time, and at the end.
 */
final class Hammer implements AutoCloseable {

	/** Threads that write, and do everything else too. */
	static final int WRITERS = 4;

	/** Longer than a paused peer may stay so, whatever else the machine does. */
	private static final Duration LINGER = Duration.ofMinutes(1);

	final HammerLaws laws = new HammerLaws();

	/** Handlers without error, whose reload throws. */
	final SocketHandlers<HammerSide> failing = handlers(false).reload((socket) -> side(socket).reloadAndFail()).build();

	private final List<SocketHandlers<HammerSide>> handlers = List.of(tolerant(false), tolerant(true), tolerant(false),
			tolerant(true));

	private final HammerPlace place;

	private final long seed;

	private final AtomicInteger ids = new AtomicInteger();

	private final List<TcpListener<HammerSide>> listeners = new ArrayList<>();

	private final Map<Integer, HammerSide> sides = new ConcurrentHashMap<>();

	private final Map<Integer, HammerPeer> peers = new ConcurrentHashMap<>();

	private final List<HammerSide> opened = new CopyOnWriteArrayList<>();

	private final Queue<CompletableFuture<?>> flushes = new ConcurrentLinkedQueue<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final CountDownLatch connected = new CountDownLatch(1);

	private final CountDownLatch writing = new CountDownLatch(WRITERS);

	private volatile boolean finishing;

	Hammer(HammerPlace place, long seed) {
		this.place = place;
		this.seed = seed;
	}

	void run() throws Exception {
		listen();
		for (int writer = 1; writer <= WRITERS; writer++) {
			int number = writer;
			run(() -> step(number));
		}
		connect();
		Events.until(() -> this.writing.getCount() == 0, () -> "writers are stuck; " + this.laws.broken());
		this.finishing = true;
		this.peers.values().forEach(HammerPeer::release);
		this.listeners.forEach(TcpListener::stop);
		Events.until(this::isOver, () -> "still there: "
				+ this.opened.stream().filter((side) -> !side.isClosed()).toList() + "; " + this.laws.broken());
		if (!this.laws.areBroken()) {
			this.threads.shutdown();
			this.laws.check(this.threads.awaitTermination(20, TimeUnit.SECONDS), () -> "threads are stuck");
			checkAfterwards();
		}
	}

	private void listen() {
		SocketOptions roomy = SocketOptions.builder().lingerTimeout(LINGER).maxPending(1024 * 1024).build();
		SocketOptions narrow = roomy.toBuilder()
			.highWaterMark(2000)
			.lowWaterMark(0)
			.maxPending(50_000)
			.allowHalfOpen(true)
			.build();
		SocketOptions strict = roomy.toBuilder().closeOnError(true).build();
		for (SocketOptions options : List.of(roomy, narrow, strict, roomy)) {
			this.listeners.add(TestLoop.LOOP.listen(this.place.server().socket(options).build(), this.handlers.get(0),
					() -> newSide(options)));
		}
	}

	private HammerSide newSide(SocketOptions options) {
		int id = this.ids.incrementAndGet();
		HammerSide side = new HammerSide(this, options, id, random(id));
		this.sides.put(id, side);
		return side;
	}

	private SplittableRandom random(int salt) {
		return new SplittableRandom(this.seed + salt * 0x9E3779B97F4A7C15L);
	}

	private void connect() throws Exception {
		List<CompletableFuture<?>> attempts = new ArrayList<>();
		int clients = this.place.clients();
		try (HammerPlace.PlainServer server = this.place.plainServer()) {
			for (int i = 0; i < clients; i++) {
				attempts.add(connect(this.place.client(this.listeners.get(i % this.listeners.size()))));
			}
			for (int i = 0; i < clients * 2 / 5; i++) {
				start(this.place.peer(this.listeners.get(i % (this.listeners.size() - 1))), true);
			}
			for (int i = 0; i < clients / 5; i++) {
				attempts.add(connect(server.client()));
				start(server.accept(), false);
			}
			attempts.forEach((attempt) -> Events.until(attempt::isDone));
		}
		this.connected.countDown();
	}

	private CompletableFuture<?> connect(ClientOptions.Builder target) {
		SplittableRandom plan = random(-this.ids.get());
		int high = 1 << (10 + plan.nextInt(7));
		SocketOptions options = SocketOptions.builder()
			.highWaterMark(high)
			.lowWaterMark(plan.nextInt(high))
			.maxPending(128 * 1024)
			// Two sides that wait for each other would do so for ever.
			.autoBackPressure(false)
			.allowHalfOpen(plan.nextInt(4) == 0)
			.closeOnTimeout(plan.nextInt(8) == 0)
			.lingerTimeout(LINGER)
			.build();
		HammerSide side = newSide(options);
		CompletableFuture<?> attempt = TestLoop.LOOP.connect(target.socket(options).build(), anyHandlers(plan), side);
		if (plan.nextInt(16) == 0) {
			// If it comes too late, the open socket is closed.
			side.sender.impatient();
			attempt.cancel(true);
		}
		return attempt;
	}

	private void start(Peer wire, boolean client) throws Exception {
		int id = this.ids.incrementAndGet();
		HammerPeer peer = new HammerPeer(this, id, wire, this.place.over(wire, client), random(id));
		this.peers.put(id, peer);
		peer.start();
	}

	private void step(int writer) {
		SplittableRandom random = random(1_000_000 + writer);
		int all = this.place.clients() * 50;
		for (int steps = 0; steps < all && !this.laws.areBroken(); steps += (this.connected.getCount() == 0) ? 1 : 0) {
			if (this.opened.isEmpty()) {
				Thread.onSpinWait();
			}
			else {
				anySide(random).step(writer, random);
			}
			if (writer == 1 && steps == all / 2) {
				cutOne();
			}
		}
		this.writing.countDown();
	}

	/**
	 * Stop one listener although its connections are busy.
	 */
	private void cutOne() {
		TcpListener<HammerSide> listener = this.listeners.get(this.listeners.size() - 1);
		listener.stop();
		this.opened.stream().filter((side) -> side.belongsTo(listener)).forEach(HammerSide::cut);
		listener.stopNow();
	}

	private boolean isOver() {
		this.opened.forEach(HammerSide::finish);
		return this.laws.areBroken() || (this.opened.stream().allMatch(HammerSide::isClosed)
				&& this.listeners.stream().allMatch((listener) -> listener.stop().toCompletableFuture().isDone()));
	}

	private void checkAfterwards() {
		this.laws.check(this.flushes.stream().allMatch(CompletableFuture::isDone), () -> "a flush never completed");
		for (TcpListener<HammerSide> listener : this.listeners) {
			long closed = 0;
			for (CloseReason reason : CloseReason.values()) {
				closed += listener.closed(reason);
			}
			long count = closed;
			this.laws.check(listener.sockets().isEmpty(), () -> "sockets are left: " + listener.sockets());
			this.laws.check(listener.accepted() == count + listener.handshakeFailures(), () -> listener.accepted()
					+ " accepted, " + count + " closed, " + listener.handshakeFailures() + " handshakes failed");
			this.laws.check(listener.handshakes() == (this.place.hasTls() ? count : 0),
					() -> listener.handshakes() + " handshakes, " + count + " closed");
		}
		this.opened.forEach(HammerSide::checkAfterwards);
		this.opened
			.forEach((side) -> checkReceived(side.toString(), side.receiver, side.hasSeenEnd(), side.isPatient()));
		this.peers.values()
			.forEach((peer) -> checkReceived(peer.toString(), peer.receiver, peer.hasSeenEnd(), peer.isPatient()));
	}

	private void checkReceived(String receiver, HammerWire.Receiver stream, boolean seenEnd, boolean patient) {
		HammerSide side = this.sides.get(stream.sender());
		HammerPeer peer = this.peers.get(stream.sender());
		long received = stream.received();
		if (side != null) {
			String who = receiver + " of " + side;
			this.laws.check(received <= side.mostSent(), () -> who + ": received " + received + ", more than sent");
			check(who, received, side.written(), side.hasEndedInOrder(), seenEnd, patient);
		}
		else if (peer != null) {
			String who = receiver + " of " + peer;
			this.laws.check(received <= peer.offered(), () -> who + ": received " + received + ", more than sent");
			check(who, received, peer.offered(), peer.hasEndedInOrder(), seenEnd, patient);
		}
	}

	private void check(String who, long received, long sent, boolean inOrder, boolean seenEnd, boolean patient) {
		if (inOrder) {
			this.laws.check(seenEnd || !patient, () -> who + ": the end was never seen");
			this.laws.check(received == sent || !seenEnd, () -> who + ": received " + received + " of " + sent);
		}
	}

	// For those who take part.

	/**
	 * Run on a thread of its own.
	 */
	void run(Task task) {
		this.threads.execute(() -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				this.laws.broken("thread failed: " + ex + " at " + List.of(ex.getStackTrace()));
			}
		});
	}

	void opened(HammerSide side) {
		this.opened.add(side);
	}

	HammerSide anySide(SplittableRandom random) {
		return this.opened.get(random.nextInt(this.opened.size()));
	}

	SocketHandlers<HammerSide> anyHandlers(SplittableRandom random) {
		return this.handlers.get(random.nextInt(this.handlers.size()));
	}

	void reloadAnyListener(SplittableRandom random) {
		// Rarely: it causes an event on each of many sockets, which may cause one more.
		if (random.nextInt(20) == 0) {
			this.listeners.get(random.nextInt(this.listeners.size())).reload(anyHandlers(random));
		}
	}

	void lookAtListeners() {
		for (TcpListener<HammerSide> listener : this.listeners) {
			for (TcpSocket<HammerSide> socket : listener.sockets()) {
				this.laws.check(socket.remoteAddress() != null, () -> "no address: " + socket);
			}
		}
	}

	void flushed(CompletionStage<?> flush) {
		this.flushes.add(flush.toCompletableFuture());
	}

	/**
	 * Return whether this is a peer that closes both directions at once. The JDK says so
	 * over TLS.
	 */
	boolean isLeaving(int id) {
		HammerPeer peer = this.peers.get(id);
		return peer != null && peer.isLeaving();
	}

	HammerPlace place() {
		return this.place;
	}

	boolean isFinishing() {
		return this.finishing;
	}

	@Override
	public void close() throws IOException {
		this.listeners.forEach(TcpListener::close);
		this.opened.forEach((side) -> side.sender.terminate());
		for (HammerPeer peer : this.peers.values()) {
			peer.close();
		}
		this.threads.shutdownNow();
	}

	private SocketHandlers<HammerSide> tolerant(boolean async) {
		return handlers(async).error((socket, cause) -> side(socket).error(cause)).build();
	}

	private static SocketHandlers.Builder<HammerSide> handlers(boolean async) {
		SocketHandlers.Builder<HammerSide> handlers = SocketHandlers.<HammerSide>builder()
			.open((socket) -> side(socket).open(socket))
			.handshake((socket) -> side(socket).handshake())
			.drain((socket) -> side(socket).drain())
			.end((socket) -> side(socket).end())
			.timeout((socket) -> side(socket).timeout())
			.reload((socket) -> side(socket).reload())
			.connectError((socket, cause) -> side(socket).connectFailed())
			.close((socket, reason) -> side(socket).close(reason));
		return (async) ? handlers.asyncData((socket, bytes) -> side(socket).dataLater(bytes))
				: handlers.data((socket, bytes) -> side(socket).data(bytes));
	}

	private static HammerSide side(TcpSocket<HammerSide> socket) {
		return Objects.requireNonNull(socket.data());
	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	interface Task {

		void run() throws Exception;

	}

}
