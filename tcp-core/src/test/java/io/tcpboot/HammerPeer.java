package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.test.Peer;

/**
 * A plain socket at the other end, with a thread that writes and one that reads, and
 * manners of its own. Over TLS, the wire is what lies below it.
 */
final class HammerPeer {

	private enum Manner {

		/** Reads and writes all there is. */
		READS_AT_ONCE,

		/** Does not read before it has written all. */
		READS_LAST,

		/** Finishes at once, and reads all. */
		FINISHES_FIRST,

		/** Resets when it has written. */
		RESETS,

		/** Reads nothing and goes when it has written. */
		LEAVES,

		/** Finishes below TLS when it has written, and reads all. */
		TRUNCATES

	}

	final int id;

	final HammerWire.Receiver receiver;

	private final Hammer hammer;

	private final Peer wire;

	private final Peer peer;

	private final Manner manner;

	private final SplittableRandom random;

	private final int budget;

	private final CountDownLatch mayRead = new CountDownLatch(1);

	private final AtomicInteger threads = new AtomicInteger(2);

	private volatile long offered;

	private volatile boolean finished;

	private volatile boolean seenEnd;

	HammerPeer(Hammer hammer, int id, Peer wire, Peer peer, SplittableRandom plan) {
		this.hammer = hammer;
		this.id = id;
		this.wire = wire;
		this.peer = peer;
		this.manner = Manner.values()[plan.nextInt(Manner.values().length)];
		this.budget = budget(this.manner, plan.nextInt(300_000));
		this.random = plan.split();
		this.receiver = new HammerWire.Receiver(hammer.laws::broken);
	}

	private static int budget(Manner manner, int any) {
		return switch (manner) {
			case FINISHES_FIRST -> 0;
			// Fits into the kernel: who reads nothing may wait for ever for one who waits
			// for it to read. Unix sockets buffer less than TCP does.
			case LEAVES -> any % 50_000;
			case READS_AT_ONCE, READS_LAST, RESETS, TRUNCATES -> any;
		};
	}

	void start() {
		if (this.manner != Manner.READS_LAST) {
			this.mayRead.countDown();
		}
		this.hammer.run(() -> {
			write();
			this.mayRead.countDown();
			over();
		});
		this.hammer.run(() -> {
			this.mayRead.await();
			read();
			over();
		});
	}

	private void write() throws IOException {
		try {
			offer(HammerWire.header(this.id, false));
			for (int sent = 0; sent < this.budget; sent += offer(pattern(sent))) {
				// Until all is sent.
			}
			switch (this.manner) {
				case READS_AT_ONCE, READS_LAST, FINISHES_FIRST -> {
					this.peer.finish();
					this.finished = true;
				}
				case RESETS -> this.wire.reset();
				case LEAVES -> this.peer.close();
				case TRUNCATES -> {
					this.wire.finish();
					this.finished = this.wire == this.peer;
				}
			}
		}
		catch (IOException ex) {
			// The other side has gone.
		}
	}

	private byte[] pattern(int position) {
		return Pattern.bytes(this.id, position, Math.min(1 + this.random.nextInt(10_000), this.budget - position));
	}

	private int offer(byte[] bytes) throws IOException {
		this.offered += bytes.length;
		this.peer.send(bytes);
		return bytes.length;
	}

	private void read() throws IOException {
		byte[] buffer = new byte[10_000];
		try {
			InputStream in = this.peer.socket().getInputStream();
			int length;
			while (this.manner != Manner.LEAVES && (length = in.read(buffer)) >= 0) {
				this.receiver.receive(Arrays.copyOf(buffer, length));
			}
			this.seenEnd = this.manner != Manner.LEAVES;
		}
		catch (IOException ex) {
			// The other side, or this one, has reset the connection.
		}
	}

	private void over() throws IOException {
		if (this.threads.decrementAndGet() == 0) {
			this.peer.close();
		}
	}

	/**
	 * Read from now on, come what may.
	 */
	void release() {
		this.mayRead.countDown();
	}

	void close() throws IOException {
		release();
		// First: to close TLS may wait for the thread that writes.
		this.wire.close();
		this.peer.close();
	}

	boolean hasSeenEnd() {
		return this.seenEnd;
	}

	boolean hasEndedInOrder() {
		return this.finished;
	}

	boolean isPatient() {
		return this.manner != Manner.RESETS && this.manner != Manner.LEAVES;
	}

	boolean isLeaving() {
		return this.manner == Manner.LEAVES;
	}

	long offered() {
		return this.offered;
	}

	@Override
	public String toString() {
		return "peer " + this.id + " (" + this.manner + ")";
	}

}
