package io.tcpboot;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.tcpboot.framing.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Bounded gate before the channel. Any thread may offer; only the event loop writes and
 * releases. Bytes accepted belong to the queue, bytes refused stay with the caller.
 *
 * <pre>
 *  event loop:    offer ------------------------.
 *                                                >--> ChannelWriter --> kernel
 *  other thread:  offer --> Staging --> (task) -'
 * </pre>
 *
 * All bytes are copied, but for large buffers that are ours to share (see
 * {@link #isShareable}).
 */
final class Outbound implements Runnable {

	private static final AtomicLongFieldUpdater<Outbound> WRITTEN = AtomicLongFieldUpdater.newUpdater(Outbound.class,
			"writtenBytes");

	private static final AtomicIntegerFieldUpdater<Outbound> USED = AtomicIntegerFieldUpdater.newUpdater(Outbound.class,
			"usedTick");

	/** Below this, a copy is cheaper than one more buffer in a gathering write. */
	private static final int SHARE_BYTES = 4 * 1024;

	private final SocketOutput<?> socket;

	private final EventLoop loop;

	private final PendingBytes pending;

	private final Staging staging = new Staging();

	// Any thread; one writer, the event loop.
	private volatile long writtenBytes;

	// Of both directions; here, as this object has room for it.
	private volatile int usedTick;

	// Event loop only.
	private final ChannelWriter channel;

	private @Nullable FlushWaiters flushWaiters;

	private boolean flushDue;

	Outbound(SocketOutput<?> socket, EventLoop loop, PendingBytes pending) {
		this.socket = socket;
		this.loop = loop;
		this.pending = pending;
		this.channel = new ChannelWriter(pending);
	}

	/**
	 * Write to the channel from now on.
	 * @param buffers those of the event loop, if bytes do not wait in them
	 * @param direct whether bytes may go straight to the kernel
	 * @param records what encrypts them on that way, if anything does
	 */
	void attach(ChannelHandlerContext context, @Nullable LoopBuffers buffers, boolean direct,
			@Nullable TlsRecords records) {
		RecordWriter writer = (records != null && buffers != null)
				? new RecordWriter(records, this, context.channel(), buffers) : null;
		this.channel.attach(context, this, buffers, direct, writer);
	}

	int write(byte[] bytes, int offset, int length) {
		int taken = accept(length);
		if (taken > 0) {
			put(bytes, offset, taken);
		}
		return taken;
	}

	int write(ByteBuffer bytes) {
		int taken = accept(bytes.remaining());
		if (taken > 0) {
			put(bytes, taken);
		}
		return taken;
	}

	int write(ByteBuf bytes) {
		int taken = accept(bytes.readableBytes());
		if (taken > 0) {
			put(bytes, taken);
		}
		return taken;
	}

	int writeWithoutDrain(ByteBuf bytes) {
		int taken = this.pending.acceptWithoutDrain(bytes.readableBytes());
		if (taken > 0) {
			put(bytes, taken);
		}
		return taken;
	}

	int write(CharSequence text) {
		int length = ByteBufUtil.utf8Bytes(text);
		makeRoom(length);
		while (true) {
			int room = this.pending.room();
			if (room == TcpSocket.CLOSED) {
				return TcpSocket.CLOSED;
			}
			int chars = (length <= room) ? text.length() : Utf8.charsWithin(text, room);
			int bytes = (length <= room) ? length : ByteBufUtil.utf8Bytes(text, 0, chars);
			// Whole characters or nothing: what is taken and given back could be waited
			// for.
			if (this.pending.acceptWithin(room, bytes, bytes == length, this.socket)) {
				if (bytes > 0) {
					put(text.subSequence(0, chars), bytes);
				}
				return chars;
			}
		}
	}

	boolean send(byte[] bytes, int offset, int length) {
		boolean accepted = acceptAll(length);
		if (accepted && length > 0) {
			put(bytes, offset, length);
		}
		return accepted;
	}

	boolean send(ByteBuffer bytes) {
		boolean accepted = acceptAll(bytes.remaining());
		if (accepted && bytes.hasRemaining()) {
			put(bytes, bytes.remaining());
		}
		return accepted;
	}

	boolean send(ByteBuf bytes) {
		boolean accepted = acceptAll(bytes.readableBytes());
		if (accepted && bytes.isReadable()) {
			put(bytes, bytes.readableBytes());
		}
		return accepted;
	}

	boolean send(CharSequence text) {
		int length = ByteBufUtil.utf8Bytes(text);
		boolean accepted = acceptAll(length);
		if (accepted && length > 0) {
			put(text, length);
		}
		return accepted;
	}

	boolean sendLast(ByteBuf bytes) {
		boolean accepted = this.pending.acceptLast(bytes.readableBytes());
		if (accepted && bytes.isReadable()) {
			put(bytes, bytes.readableBytes());
		}
		return accepted;
	}

	/**
	 * Accept a whole frame or nothing of it.
	 * @return the frame's length, 0 or {@link TcpSocket#CLOSED}
	 */
	int acceptFrame(int length, boolean drain) {
		makeRoom(length);
		return this.pending.acceptFrame(length, (drain) ? this.socket : null);
	}

	/**
	 * Accept all or nothing, up to the larger bound.
	 */
	boolean acceptAll(int length) {
		return this.pending.acceptAll(length, this.socket);
	}

	/**
	 * Put a frame that was accepted.
	 */
	void putFrame(Framing framing, ByteBuf payload, int length) {
		boolean done = false;
		try {
			if (this.loop.inEventLoop()) {
				fetchStaged();
				framing.writeFrame(room(length), payload);
				touched();
			}
			else {
				ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(length);
				framing.writeFrame(frame, payload);
				this.staging.add(frame);
				scheduleTask();
			}
			done = true;
		}
		finally {
			releaseUnless(done, length);
		}
	}

	private ByteBuf room(int length) {
		return this.channel.room(length, this.socket.isCorked());
	}

	private int accept(int length) {
		makeRoom(length);
		return this.pending.accept(length, this.socket);
	}

	private void makeRoom(int length) {
		// On the event loop the kernel may take what is corked, and so make room.
		if (this.loop.inEventLoop() && this.channel.isDirty() && length > 0 && !this.channel.isFlushing()
				&& this.pending.count() + length > this.socket.options().highWaterMark()) {
			flushNow();
		}
	}

	private void put(byte[] bytes, int offset, int length) {
		boolean done = false;
		try {
			if (this.loop.inEventLoop()) {
				fetchStaged();
				room(length).writeBytes(bytes, offset, length);
				touched();
			}
			else {
				stage(bytes, offset, length);
				scheduleTask();
			}
			done = true;
		}
		finally {
			releaseUnless(done, length);
		}
	}

	private void put(ByteBuffer bytes, int length) {
		boolean done = false;
		int limit = bytes.limit();
		try {
			bytes.limit(bytes.position() + length);
			if (this.loop.inEventLoop()) {
				fetchStaged();
				room(length).writeBytes(bytes);
				touched();
			}
			else {
				this.staging.add(bytes);
				scheduleTask();
			}
			done = true;
		}
		finally {
			bytes.limit(limit);
			releaseUnless(done, length);
		}
	}

	private void put(ByteBuf bytes, int length) {
		boolean done = false;
		try {
			if (this.loop.inEventLoop()) {
				fetchStaged();
				if (length >= SHARE_BYTES && isShareable(bytes, length)) {
					this.channel.share(bytes, length);
				}
				else {
					// Not the other way round: of a slice, Netty (4.2.18) makes a
					// ByteBuffer for that.
					bytes.readBytes(room(length), length);
				}
				touched();
			}
			else {
				stage(bytes, length);
				scheduleTask();
			}
			done = true;
		}
		finally {
			releaseUnless(done, length);
		}
	}

	private void put(CharSequence text, int length) {
		boolean done = false;
		try {
			if (this.loop.inEventLoop()) {
				fetchStaged();
				ByteBufUtil.writeUtf8(room(ByteBufUtil.utf8MaxBytes(text)), text);
				touched();
			}
			else {
				this.staging.add(encode(text));
				scheduleTask();
			}
			done = true;
		}
		finally {
			releaseUnless(done, length);
		}
	}

	private void releaseUnless(boolean done, int length) {
		if (!done) {
			this.pending.release(length);
			this.socket.onLoop(this.socket::scheduleReaction);
		}
	}

	/**
	 * Return whether a buffer may be taken by reference: it is read-only, or it is what
	 * the event loop has just read for this socket. A small part would keep all of that,
	 * unless it is the event loop's own buffer, which nobody keeps.
	 */
	private boolean isShareable(ByteBuf bytes, int length) {
		if (bytes.isReadOnly()) {
			return true;
		}
		ByteBuf inbound = this.socket.inboundBytes();
		return inbound != null && (bytes == inbound || bytes.unwrap() == inbound)
				&& (2 * length >= inbound.capacity() || LoopBuffers.isLent(inbound));
	}

	// The event loop waits for the lock of the staging: no long copy may hold it.

	private void stage(byte[] bytes, int offset, int length) {
		if (length >= SHARE_BYTES) {
			this.staging.add(ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(bytes, offset, length));
		}
		else {
			this.staging.add(bytes, offset, length);
		}
	}

	private static ByteBuf encode(CharSequence text) {
		ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(ByteBufUtil.utf8Bytes(text));
		ByteBufUtil.writeUtf8(bytes, text);
		return bytes;
	}

	private void stage(ByteBuf bytes, int length) {
		if (length >= SHARE_BYTES && bytes.isReadOnly()) {
			this.staging.add(bytes.readRetainedSlice(length));
		}
		else if (length >= SHARE_BYTES) {
			ByteBuf copy = ByteBufAllocator.DEFAULT.directBuffer(length);
			bytes.readBytes(copy, length);
			this.staging.add(copy);
		}
		else {
			this.staging.add(bytes, length);
		}
	}

	/**
	 * Called before a write: what another thread wrote before may have caused it, so keep
	 * their order, even if that thread is in a cork.
	 */
	private void fetchStaged() {
		if (this.staging.isFilled()) {
			ByteBuf buffer;
			while ((buffer = this.staging.poll()) != null) {
				this.channel.writeOrCopy(buffer, SHARE_BYTES);
			}
		}
	}

	private void touched() {
		if (this.socket.isCorked() || this.flushDue) {
			return;
		}
		LoopFlushes flushes = SocketLoop.flushesOf(this.loop);
		if (flushes == null) {
			scheduleTask();
			return;
		}
		this.flushDue = true;
		flushes.add(this);
	}

	/**
	 * Flush as it was due.
	 */
	void flushDue() {
		this.flushDue = false;
		if (!this.socket.isCorked()) {
			flushNow();
		}
	}

	private void scheduleTask() {
		if (this.staging.scheduleFetch(this.loop.inEventLoop())) {
			try {
				this.loop.execute(this);
			}
			catch (RejectedExecutionException ex) {
				discardStaged();
			}
		}
	}

	/**
	 * Fetch and flush, as the task that was scheduled for it.
	 */
	@Override
	public void run() {
		this.staging.fetchRuns();
		if (!this.staging.isCorked()) {
			fetchStaged();
		}
		if (!this.socket.isCorked()) {
			flushNow();
		}
	}

	/**
	 * Hold back what other threads write until the cork is out again.
	 */
	void corkStaged() {
		this.staging.cork();
	}

	void uncorkStaged() {
		if (this.staging.uncork()) {
			scheduleTask();
		}
	}

	/**
	 * Drop what no task will fetch.
	 */
	private void discardStaged() {
		ByteBuf buffer;
		while ((buffer = this.staging.pollAny()) != null) {
			this.channel.lose();
			this.pending.release(buffer.readableBytes());
			buffer.release();
		}
	}

	/**
	 * Send everything accepted on this thread and before.
	 */
	void flushNow() {
		if (!this.channel.isFlushing()) {
			this.channel.flush();
			this.socket.afterProgress();
		}
	}

	/**
	 * Let everything go through the channel from now on.
	 */
	void detour() {
		this.channel.detour();
		// Even if the kernel is full: nothing else would tell the channel to go on.
		flushNow();
	}

	/**
	 * Hand everything accepted so far to the channel, whether the kernel has room or not,
	 * and nothing that is accepted later until {@link #letGo()}: it takes another way.
	 */
	void handOverAndHold() {
		fetchStaged();
		this.channel.detour();
		flushNow();
		this.channel.hold();
	}

	void letGo() {
		this.channel.letGo();
		flushNow();
	}

	/**
	 * Let what other threads write from now on wait until {@link #unmarkStaged()}. Any
	 * thread.
	 */
	void markStaged() {
		this.staging.mark();
	}

	void unmarkStaged() {
		if (this.staging.unmark()) {
			scheduleTask();
		}
	}

	/**
	 * Send what had to wait for the kernel.
	 */
	void flushHeld() {
		if (this.channel.isFlushDue() && !this.socket.isCorked()) {
			flushNow();
		}
	}

	void flush(CompletableFuture<Void> future) {
		fetchStaged();
		flushNow();
		long left = this.pending.count();
		if (this.channel.isOver() || this.channel.hasLost()) {
			completeAfterClose(future);
		}
		else if (left == 0) {
			future.complete(null);
		}
		else {
			if (this.flushWaiters == null) {
				this.flushWaiters = new FlushWaiters();
			}
			this.flushWaiters.add(this.writtenBytes + left, future);
		}
	}

	private void completeAfterClose(CompletableFuture<Void> future) {
		if (this.channel.hasLost()) {
			future.completeExceptionally(failure());
		}
		else {
			future.complete(null);
		}
	}

	/**
	 * Return whether a part of this buffer waits to be written as it is.
	 */
	boolean isSharing(ByteBuf buffer) {
		return this.channel.isSharing(buffer);
	}

	void onProgress(long progress) {
		written(this.channel.progress(progress));
	}

	/**
	 * Bytes wait for the kernel, of which {@link #onWritten} or {@link #onFailed} will
	 * tell.
	 */
	void queued(int length) {
		this.channel.queued(length);
	}

	void onWritten() {
		written(this.channel.removeFirst());
	}

	/**
	 * The kernel has taken bytes.
	 */
	void written(int bytes) {
		if (bytes > 0) {
			countWritten(bytes);
			this.pending.release(bytes);
		}
		if (!this.channel.isFlushing()) {
			this.socket.scheduleReaction();
		}
	}

	void countWritten(int bytes) {
		noteUse();
		WRITTEN.lazySet(this, this.writtenBytes + bytes);
	}

	void onFailed(Throwable cause) {
		failed(this.channel.removeLast(), cause);
	}

	void failed(int lostBytes, Throwable cause) {
		this.pending.release(lostBytes);
		this.pending.close();
		this.channel.failed(lostBytes, cause);
	}

	/**
	 * Return whether somebody waits for what has happened since.
	 */
	boolean isReactionDue() {
		FlushWaiters waiters = this.flushWaiters;
		return waiters != null && waiters.isDue(this.writtenBytes);
	}

	void completeWaiters() {
		if (this.flushWaiters != null) {
			this.flushWaiters.complete(this.writtenBytes);
		}
	}

	/**
	 * Drop what never reached the channel, and tell those who wait. The channel is gone.
	 */
	void discard() {
		this.channel.discard();
		discardStaged();
		if (this.flushWaiters != null) {
			this.flushWaiters.complete(this.writtenBytes);
			this.flushWaiters.fail(failure());
		}
	}

	/**
	 * Return whether bytes that were accepted will never be sent.
	 */
	boolean hasLost() {
		return this.channel.hasLost();
	}

	@Nullable Throwable writeFailure() {
		return this.channel.failure();
	}

	private Throwable failure() {
		Throwable cause = this.socket.closeCause();
		if (cause == null) {
			cause = this.channel.failure();
		}
		return (cause != null) ? cause : new ClosedChannelException();
	}

	/**
	 * Bytes have come in or gone out. Event loop only.
	 */
	void noteUse() {
		USED.lazySet(this, SocketLoop.tickOf(this.loop));
	}

	/**
	 * Return when that was, by the coarse clock of the event loop.
	 */
	int usedTick() {
		return this.usedTick;
	}

	long writtenBytes() {
		return this.writtenBytes;
	}

}
