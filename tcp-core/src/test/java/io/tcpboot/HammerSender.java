package io.tcpboot;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a connection sends, and how it finishes. Counts what the socket has
 * accepted.
 */
final class HammerSender {

	/** The event loop, as the writer of records. */
	static final int LOOP = 0;

	private static final int BLOCKING_WRITERS = 2;

	private static final int MOST_BYTES = 8000;

	/**
	 * Who sends what.
	 */
	enum Manner {

		/** One pattern, by the event loop, with write and send, going on in drain. */
		PATTERN,

		/** Records, by every thread there is, with send. */
		RECORDS,

		/** One pattern, by one thread, through a sink. */
		SINK,

		/** Records, by threads of their own, with writeFully. */
		BLOCKING

	}

	/**
	 * What happens when all is sent.
	 */
	enum Ending {

		NOTHING, END, END_WITH_BYTES, CLOSE, TERMINATE, FAIL

	}

	final int id;

	final Manner manner;

	private final Hammer hammer;

	private final Ending ending;

	private final long budget;

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicBoolean finished = new AtomicBoolean();

	private final AtomicInteger blockingWriters = new AtomicInteger(BLOCKING_WRITERS);

	// Each by its writer only.
	private final int[] numbers = new int[Hammer.WRITERS + 1];

	private volatile @Nullable TcpSocket<HammerSide> socket;

	private volatile @Nullable SocketSink sink;

	private volatile int lastBytes;

	// Set before anything is done that may keep the peer's end from being seen.
	private volatile boolean impatient;

	private volatile boolean terminated;

	private volatile boolean failing;

	// Event loop only.
	private boolean refused;

	HammerSender(Hammer hammer, int id, SplittableRandom plan) {
		this.hammer = hammer;
		this.id = id;
		this.manner = pick(plan, Manner.values(), 8, 6, 3, 1);
		this.ending = pick(plan, Ending.values(), 6, 6, 4, 2, 1, 1);
		this.budget = (plan.nextInt(12) == 0) ? 0 : plan.nextInt(300_000);
	}

	private static <T> T pick(SplittableRandom plan, T[] values, int... weights) {
		int number = plan.nextInt(Arrays.stream(weights).sum());
		int index = 0;
		while (number >= weights[index]) {
			number -= weights[index++];
		}
		return values[index];
	}

	/**
	 * Begin to send. Event loop.
	 */
	void open(TcpSocket<HammerSide> socket, SplittableRandom random) {
		this.socket = socket;
		byte[] header = HammerWire.header(this.id, this.manner == Manner.RECORDS || this.manner == Manner.BLOCKING);
		if (socket.send(header)) {
			this.accepted.addAndGet(header.length);
		}
		if (this.budget == 0) {
			finish(LOOP, random);
			return;
		}
		switch (this.manner) {
			case PATTERN -> sendPattern(random);
			case RECORDS -> sendRecord(LOOP, random);
			case SINK -> this.sink = socket.sink(1 + random.nextInt(20_000));
			case BLOCKING -> {
				for (int writer = 1; writer <= BLOCKING_WRITERS; writer++) {
					int number = writer;
					SplittableRandom own = random.split();
					this.hammer.run(() -> writeFully(number, own));
				}
			}
		}
	}

	/**
	 * Send what comes next, if it is this writer's turn ever.
	 */
	void send(int writer, SplittableRandom random) {
		switch (this.manner) {
			case RECORDS -> sendRecord(writer, random);
			case SINK -> fillSink(writer, random);
			case PATTERN, BLOCKING -> this.hammer.laws.check(socket().bytesRead() >= 0, () -> "negative count");
		}
	}

	void drain(SplittableRandom random) {
		if (this.manner == Manner.PATTERN) {
			this.hammer.laws.check(this.refused, () -> "drain without a refusal, sender " + this.id);
			this.refused = false;
			sendPattern(random);
		}
	}

	private void sendPattern(SplittableRandom random) {
		while (this.accepted.get() < this.budget) {
			int length = (random.nextInt(4) == 0) ? 1 + random.nextInt(10) : 1 + random.nextInt(MOST_BYTES);
			int taken = offerPattern(length, random);
			this.accepted.addAndGet(Math.max(0, taken));
			if (taken < length) {
				this.refused = true;
				return;
			}
			if (random.nextInt(8) == 0) {
				// Go on when this much is the kernel's.
				socket().flush().whenComplete((result, failure) -> sendPattern(random));
				return;
			}
		}
		finish(LOOP, random);
	}

	private int offerPattern(int length, SplittableRandom random) {
		byte[] bytes = pattern(length);
		if (random.nextInt(3) == 0) {
			return form(random).send(socket(), bytes) ? length : 0;
		}
		return form(random).write(socket(), bytes);
	}

	private byte[] pattern(int length) {
		return Pattern.bytes(this.id, this.accepted.get() - HammerWire.HEADER_BYTES, length);
	}

	private void sendRecord(int writer, SplittableRandom random) {
		if (this.finished.get()) {
			return;
		}
		byte[] record = record(writer, random.nextInt(MOST_BYTES));
		if (form(random).send(socket(), record)) {
			this.numbers[writer]++;
			if (this.accepted.addAndGet(record.length) >= this.budget) {
				finish(writer, random);
			}
		}
	}

	private byte[] record(int writer, int length) {
		return HammerWire.record(this.id, writer, this.numbers[writer], length);
	}

	private void fillSink(int writer, SplittableRandom random) {
		SocketSink sink = this.sink;
		if (sink == null || writer != ownerOfSink() || this.finished.get()) {
			return;
		}
		int taken = sink.write(Unpooled.wrappedBuffer(pattern(1 + random.nextInt(MOST_BYTES))));
		if (random.nextInt(3) == 0) {
			sink.flush();
		}
		if (this.accepted.addAndGet(Math.max(0, taken)) >= this.budget) {
			finish(writer, random);
		}
	}

	private int ownerOfSink() {
		return 1 + this.id % Hammer.WRITERS;
	}

	private void writeFully(int writer, SplittableRandom random) throws IOException {
		try {
			while (this.accepted.get() < this.budget) {
				ByteBuf record = Unpooled.wrappedBuffer(record(writer, random.nextInt(5 * MOST_BYTES)));
				try {
					socket().writeFully(record);
					this.numbers[writer]++;
				}
				finally {
					this.accepted.addAndGet(record.readerIndex());
				}
			}
			if (this.blockingWriters.decrementAndGet() == 0) {
				finish(writer, random);
			}
		}
		catch (ClosedChannelException ex) {
			this.hammer.laws.check(!socket().isOpen(), () -> "writeFully says closed, the socket does not");
		}
	}

	private void finish(int writer, SplittableRandom random) {
		if (this.finished.compareAndSet(false, true)) {
			switch (this.ending) {
				case NOTHING -> {
				}
				case END -> end();
				case END_WITH_BYTES -> endWithBytes(writer, random);
				case CLOSE -> close();
				case TERMINATE -> terminate();
				case FAIL -> {
					this.failing = true;
					this.impatient = true;
					socket().reload(this.hammer.failing);
				}
			}
		}
	}

	private void endWithBytes(int writer, SplittableRandom random) {
		int length = random.nextInt(50_000);
		switch (this.manner) {
			case SINK, BLOCKING -> end();
			case PATTERN -> endWith(pattern(length), random);
			case RECORDS -> endWith(record(writer, length), random);
		}
	}

	private void endWith(byte[] bytes, SplittableRandom random) {
		this.lastBytes = bytes.length;
		if (form(random).end(socket(), bytes)) {
			this.accepted.addAndGet(bytes.length);
		}
	}

	void end() {
		SocketSink sink = this.sink;
		if (sink != null) {
			sink.end();
		}
		else {
			socket().end();
		}
	}

	void close() {
		this.impatient = true;
		socket().close();
	}

	void terminate() {
		this.impatient = true;
		this.terminated = true;
		socket().terminate();
	}

	void impatient() {
		this.impatient = true;
	}

	/**
	 * Return whether this side waits for the peer's end, come what may.
	 */
	boolean isPatient() {
		return !this.impatient;
	}

	boolean isTerminated() {
		return this.terminated;
	}

	boolean isFailing() {
		return this.failing;
	}

	long accepted() {
		return this.accepted.get();
	}

	int lastBytes() {
		return this.lastBytes;
	}

	private static HammerForm form(SplittableRandom random) {
		HammerForm[] forms = HammerForm.values();
		return forms[random.nextInt(forms.length)];
	}

	private TcpSocket<HammerSide> socket() {
		return Objects.requireNonNull(this.socket);
	}

}
