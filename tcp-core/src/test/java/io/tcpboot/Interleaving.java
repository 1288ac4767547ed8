package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.netty.buffer.ByteBuf;
import io.tcpboot.test.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to which steps happen in a given order, and then whatever it takes to
 * end it. Only writes down; {@link InterleavingTests} judges.
 */
final class Interleaving {

	/**
	 * What can happen to a connection.
	 */
	enum Step {

		PEER_SENDS, PEER_FINISHES, PEER_RESETS, WRITE, END, CLOSE, TERMINATE, PAUSE, RESUME

	}

	/**
	 * How steps follow each other.
	 */
	enum Pace {

		/** What the socket does runs on its event loop, and is over before the next. */
		SETTLED,

		/** What the socket does runs on its event loop, whenever that comes to it. */
		RUSHED,

		/** Everything is called from the thread of the test. */
		OTHER_THREAD

	}

	private static final long PATIENCE_MILLIS = 20_000;

	private final Pace pace;

	// Guarded by this.
	private final List<String> events = new ArrayList<>();

	private final StringBuilder received = new StringBuilder();

	private @Nullable TcpSocket<Interleaving> socket;

	// Thread of the test, but for accepted, which is read after the end.
	private final StringBuilder accepted = new StringBuilder();

	private final StringBuilder peerSent = new StringBuilder();

	private final StringBuilder peerReceived = new StringBuilder();

	private boolean peerSawReset;

	private boolean peerIsGone;

	private boolean reading = true;

	Interleaving(Pace pace) {
		this.pace = pace;
	}

	/**
	 * Return handlers for connections that each have one of these as data.
	 */
	static SocketHandlers<Interleaving> handlers() {
		return SocketHandlers.<Interleaving>builder()
			.open((socket) -> of(socket).opened(socket))
			.data((socket, bytes) -> of(socket).data(bytes))
			.drain((socket) -> of(socket).add("drain"))
			.end((socket) -> of(socket).add("end"))
			.timeout((socket) -> of(socket).add("timeout"))
			.error((socket, cause) -> of(socket).add("error " + cause))
			.close((socket, reason) -> of(socket).add("close"))
			.build();
	}

	private static Interleaving of(TcpSocket<Interleaving> socket) {
		return Objects.requireNonNull(socket.data());
	}

	private synchronized void opened(TcpSocket<Interleaving> socket) {
		this.socket = socket;
		add("open");
	}

	private synchronized void data(ByteBuf bytes) {
		this.received.append(bytes.toString(StandardCharsets.US_ASCII));
		add("data");
	}

	private synchronized void add(String event) {
		this.events.add(event);
		notifyAll();
	}

	private synchronized void await(BooleanSupplier condition) throws InterruptedException {
		long deadlineNanos = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
		while (!condition.getAsBoolean()) {
			long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
			if (leftMillis <= 0) {
				throw new AssertionError("nothing more after " + this.events);
			}
			wait(leftMillis);
		}
	}

	/**
	 * Let it all happen to a new connection.
	 */
	void run(int port, List<Step> steps) throws Exception {
		try (Peer peer = Peer.connect(port)) {
			await(() -> this.socket != null);
			for (Step step : steps) {
				take(step, peer);
			}
			conclude(peer);
			await(() -> this.events.contains("close"));
		}
		// What comes after the close would be seen, too.
		TestLoop.settle(socket());
	}

	private void take(Step step, Peer peer) throws Exception {
		switch (step) {
			case PEER_SENDS -> peerSends(peer);
			case PEER_FINISHES -> peerFinishes(peer);
			case PEER_RESETS -> peerResets(peer);
			default -> onSocket(step);
		}
		if (this.pace == Pace.SETTLED) {
			TestLoop.settle(socket());
		}
	}

	private void peerSends(Peer peer) throws Exception {
		String text = "<" + this.peerSent.length() + ">";
		try {
			peer.send(text);
			this.peerSent.append(text);
		}
		catch (IOException ex) {
			this.peerSawReset = true;
		}
		awaitIfSettled(() -> this.received.length() == this.peerSent.length());
	}

	private void peerFinishes(Peer peer) throws Exception {
		peer.finish();
		awaitIfSettled(() -> this.events.contains("end"));
	}

	private void peerResets(Peer peer) throws IOException {
		peer.reset();
		this.peerIsGone = true;
		this.reading = false;
	}

	private void awaitIfSettled(BooleanSupplier condition) throws InterruptedException {
		if (this.pace == Pace.SETTLED && this.reading) {
			await(condition);
		}
	}

	private void onSocket(Step step) {
		this.reading &= step != Step.CLOSE && step != Step.TERMINATE && step != Step.PAUSE;
		onSocket(() -> {
			call(step);
			if (this.pace != Pace.OTHER_THREAD) {
				add("> " + step);
			}
		});
	}

	private void onSocket(Runnable action) {
		if (this.pace == Pace.OTHER_THREAD) {
			action.run();
		}
		else {
			((SocketFront<?>) socket()).loop().execute(action);
		}
	}

	private void call(Step step) {
		switch (step) {
			case WRITE -> write();
			case END -> socket().end();
			case CLOSE -> socket().close();
			case TERMINATE -> socket().terminate();
			case PAUSE -> socket().pause();
			case RESUME -> socket().resume();
			default -> throw new IllegalArgumentException(step.name());
		}
	}

	private void write() {
		String text = "[" + this.accepted.length() + "]";
		if (socket().send(text)) {
			this.accepted.append(text);
		}
	}

	/**
	 * Do what is left to do on both sides until the connection is over.
	 */
	private void conclude(Peer peer) throws Exception {
		onSocket(() -> socket().resume());
		if (!this.peerIsGone) {
			peer.finish();
		}
		if (((SocketFront<?>) socket()).options().allowHalfOpen()) {
			onSocket(() -> socket().end());
		}
		if (!this.peerIsGone) {
			readToTheEnd(peer.socket().getInputStream());
		}
	}

	private void readToTheEnd(InputStream in) {
		try {
			int next;
			while ((next = in.read()) >= 0) {
				this.peerReceived.append((char) next);
			}
		}
		catch (IOException ex) {
			this.peerSawReset = true;
		}
	}

	TcpSocket<Interleaving> socket() {
		return Objects.requireNonNull(this.socket);
	}

	synchronized List<String> events() {
		return new ArrayList<>(this.events);
	}

	synchronized String received() {
		return this.received.toString();
	}

	String accepted() {
		return this.accepted.toString();
	}

	String peerSent() {
		return this.peerSent.toString();
	}

	String peerReceived() {
		return this.peerReceived.toString();
	}

	boolean peerSawReset() {
		return this.peerSawReset;
	}

}
