package io.tcpboot;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Bounded gate before the channel. Any thread may offer; only the event loop writes and
 * releases. Bytes accepted belong to the queue, bytes refused stay with the caller.
 *
 * <pre>
 *  event loop:    offer --> cork buffer ----------.
 *                                                  >--> channel --> kernel
 *  other thread:  offer --> staged --> (a task) --'
 * </pre>
 *
 * Small writes are copied into one buffer, so that a burst costs one flush and one system
 * call however many writes it is made of. Large ones are copied too, unless nobody can
 * change them behind our back (see {@link #isShareable}).
 */
final class Outbound {

	private static final AtomicLongFieldUpdater<Outbound> WRITTEN = AtomicLongFieldUpdater.newUpdater(Outbound.class,
			"writtenBytes");

	/** Below this, a copy is cheaper than one more buffer in a gathering write. */
	private static final int SHARE_BYTES = 4 * 1024;

	private static final int FIRST_CORK_BYTES = 2 * 1024;

	private static final int NEXT_CORK_BYTES = 16 * 1024;

	private final SocketFront<?> socket;

	private final EventLoop loop;

	private final PendingBytes pending;

	private final Runnable task = this::runTask;

	// Any thread; one writer, the event loop.
	private volatile long writtenBytes;

	// Guarded by staged.
	private final ArrayDeque<ByteBuf> staged = new ArrayDeque<>(1);

	private int openCorks;

	private boolean taskScheduled;

	// Any thread reads, changed under staged.
	private volatile boolean hasStaged;

	// Event loop only.
	private @Nullable ChannelHandlerContext context;

	private @Nullable WriteCompletion completion;

	private @Nullable ByteBuf cork;

	private boolean dirty;

	private boolean flushing;

	/** The kernel has not taken all of the last flush. */
	private boolean blocked;

	private final SizeQueue sizes = new SizeQueue();

	private long progressOfFirst;

	private @Nullable FlushWaiters flushWaiters;

	private @Nullable Throwable failure;

	private boolean lost;

	private boolean over;

	Outbound(SocketFront<?> socket, EventLoop loop, PendingBytes pending) {
		this.socket = socket;
		this.loop = loop;
		this.pending = pending;
	}

	void attach(ChannelHandlerContext context) {
		this.context = context;
		this.completion = new WriteCompletion(context.channel(), this);
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
			if (this.pending.acceptWithin(room, bytes, bytes == length)) {
				if (bytes > 0) {
					put(text.subSequence(0, chars), bytes);
				}
				return chars;
			}
		}
	}

	boolean send(byte[] bytes, int offset, int length) {
		boolean accepted = this.pending.acceptAll(length);
		if (accepted && length > 0) {
			put(bytes, offset, length);
		}
		return accepted;
	}

	boolean send(ByteBuffer bytes) {
		boolean accepted = this.pending.acceptAll(bytes.remaining());
		if (accepted && bytes.hasRemaining()) {
			put(bytes, bytes.remaining());
		}
		return accepted;
	}

	boolean send(ByteBuf bytes) {
		boolean accepted = this.pending.acceptAll(bytes.readableBytes());
		if (accepted && bytes.isReadable()) {
			put(bytes, bytes.readableBytes());
		}
		return accepted;
	}

	boolean send(CharSequence text) {
		int length = ByteBufUtil.utf8Bytes(text);
		boolean accepted = this.pending.acceptAll(length);
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

	private int accept(int length) {
		makeRoom(length);
		return this.pending.accept(length);
	}

	private void makeRoom(int length) {
		// On the event loop the kernel may take what is corked, and so make room.
		if (this.loop.inEventLoop() && this.dirty && length > 0 && !this.flushing
				&& this.pending.count() + length > this.socket.options().highWaterMark()) {
			flushNow();
		}
	}

	private void put(byte[] bytes, int offset, int length) {
		boolean done = false;
		try {
			if (this.loop.inEventLoop()) {
				fetchStaged();
				corkRoom(length).writeBytes(bytes, offset, length);
				touched();
			}
			else {
				synchronized (this.staged) {
					stagedRoom(length).writeBytes(bytes, offset, length);
				}
				staged();
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
				corkRoom(length).writeBytes(bytes);
				touched();
			}
			else {
				synchronized (this.staged) {
					stagedRoom(length).writeBytes(bytes);
				}
				staged();
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
				if (length >= SHARE_BYTES && isShareable(bytes)) {
					writeCork();
					writeToChannel(bytes.readRetainedSlice(length), length);
				}
				else {
					corkRoom(length).writeBytes(bytes, length);
				}
				touched();
			}
			else {
				synchronized (this.staged) {
					if (length >= SHARE_BYTES && bytes.isReadOnly()) {
						this.staged.add(bytes.readRetainedSlice(length));
					}
					else {
						stagedRoom(length).writeBytes(bytes, length);
					}
				}
				staged();
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
				ByteBufUtil.writeUtf8(corkRoom(ByteBufUtil.utf8MaxBytes(text)), text);
				touched();
			}
			else {
				synchronized (this.staged) {
					ByteBufUtil.writeUtf8(stagedRoom(ByteBufUtil.utf8MaxBytes(text)), text);
				}
				staged();
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
		}
	}

	/**
	 * Return whether a buffer may be taken by reference: nobody can write to it, or it is
	 * what the event loop has just read for this socket.
	 */
	private boolean isShareable(ByteBuf bytes) {
		ByteBuf inbound = this.socket.inboundBytes();
		return bytes.isReadOnly() || (inbound != null && (bytes == inbound || bytes.unwrap() == inbound));
	}

	/**
	 * Called before a write: what another thread wrote before may have caused it, so keep
	 * their order, even if that thread is in a cork.
	 */
	private void fetchStaged() {
		if (this.hasStaged) {
			unstage(true);
		}
	}

	private ByteBuf corkRoom(int length) {
		ByteBuf room = this.cork;
		if (room != null && room.writableBytes() >= length) {
			return room;
		}
		int capacity = (room != null) ? NEXT_CORK_BYTES : FIRST_CORK_BYTES;
		writeCork();
		room = this.socket.allocator().directBuffer(Math.max(length, capacity));
		this.cork = room;
		return room;
	}

	private ByteBuf stagedRoom(int length) {
		ByteBuf last = this.staged.peekLast();
		if (last != null && !last.isReadOnly() && last.writableBytes() >= length) {
			return last;
		}
		ByteBuf room = this.socket.allocator().directBuffer(Math.max(length, FIRST_CORK_BYTES));
		this.staged.add(room);
		return room;
	}

	private void touched() {
		this.dirty = true;
		if (!this.socket.isCorked()) {
			scheduleTask();
		}
	}

	private void staged() {
		this.hasStaged = true;
		scheduleTask();
	}

	private void scheduleTask() {
		synchronized (this.staged) {
			if (this.taskScheduled || (this.openCorks > 0 && !this.loop.inEventLoop())) {
				return;
			}
			this.taskScheduled = true;
		}
		try {
			this.loop.execute(this.task);
		}
		catch (RejectedExecutionException ex) {
			discardStaged();
		}
	}

	private void runTask() {
		synchronized (this.staged) {
			this.taskScheduled = false;
		}
		if (this.hasStaged) {
			unstage(false);
		}
		if (!this.socket.isCorked()) {
			flushNow();
		}
	}

	/**
	 * Hold back what other threads write until the cork is out again.
	 */
	void corkStaged() {
		synchronized (this.staged) {
			this.openCorks++;
		}
	}

	void uncorkStaged() {
		synchronized (this.staged) {
			if (--this.openCorks > 0) {
				return;
			}
		}
		if (this.hasStaged) {
			scheduleTask();
		}
	}

	private void unstage(boolean evenIfCorked) {
		synchronized (this.staged) {
			if (this.openCorks > 0 && !evenIfCorked) {
				return;
			}
			this.hasStaged = false;
			if (this.over || this.context == null) {
				discardStaged();
				return;
			}
			ByteBuf buffer;
			while ((buffer = this.staged.poll()) != null) {
				unstage(buffer);
			}
			this.dirty = true;
		}
	}

	private void unstage(ByteBuf buffer) {
		int length = buffer.readableBytes();
		if (isBlocked() && length < SHARE_BYTES) {
			corkRoom(length).writeBytes(buffer);
			buffer.release();
		}
		else {
			writeCork();
			writeToChannel(buffer, length);
		}
	}

	private void discardStaged() {
		synchronized (this.staged) {
			this.hasStaged = false;
			ByteBuf buffer;
			while ((buffer = this.staged.poll()) != null) {
				this.pending.release(buffer.readableBytes());
				buffer.release();
			}
		}
	}

	private void writeCork() {
		ByteBuf corked = this.cork;
		if (corked != null) {
			this.cork = null;
			writeToChannel(corked, corked.readableBytes());
		}
	}

	private void writeToChannel(ByteBuf buffer, int length) {
		ChannelHandlerContext context = this.context;
		WriteCompletion completion = this.completion;
		if (this.over || context == null || completion == null) {
			buffer.release();
			this.pending.release(length);
			return;
		}
		this.sizes.add(length);
		context.write(buffer, completion);
	}

	/**
	 * Send everything accepted on this thread and before.
	 */
	void flushNow() {
		if (this.flushing) {
			return;
		}
		ChannelHandlerContext context = this.context;
		if (this.dirty && context != null && !this.over) {
			this.flushing = true;
			try {
				flushChannel(context);
			}
			finally {
				this.flushing = false;
			}
		}
		this.socket.afterProgress();
	}

	private void flushChannel(ChannelHandlerContext context) {
		do {
			// While the kernel is full the cork grows: small writes handed on one by one
			// would each hold a buffer that is much larger than they are.
			if (!isBlocked()) {
				writeCork();
			}
			context.flush();
			this.blocked = !this.sizes.isEmpty();
		}
		while (!this.blocked && this.cork != null);
		this.dirty = this.cork != null;
	}

	private boolean isBlocked() {
		return this.blocked && !this.sizes.isEmpty();
	}

	/**
	 * Send what had to wait for the kernel.
	 */
	void flushHeld() {
		if (this.dirty && !isBlocked() && !this.socket.isCorked()) {
			flushNow();
		}
	}

	void flush(CompletableFuture<Void> future) {
		if (this.hasStaged) {
			unstage(true);
		}
		flushNow();
		long left = this.pending.count();
		if (this.over || this.lost) {
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
		if (this.lost) {
			future.completeExceptionally(failure());
		}
		else {
			future.complete(null);
		}
	}

	void onProgress(long progress) {
		int step = (int) (progress - this.progressOfFirst);
		this.progressOfFirst = progress;
		written(step);
	}

	void onWritten() {
		int rest = this.sizes.remove() - (int) this.progressOfFirst;
		this.progressOfFirst = 0;
		written(rest);
	}

	private void written(int bytes) {
		if (bytes > 0) {
			WRITTEN.lazySet(this, this.writtenBytes + bytes);
			this.pending.release(bytes);
		}
		if (!this.flushing) {
			this.socket.scheduleReaction();
		}
	}

	void onFailed(Throwable cause) {
		int rest = this.sizes.remove() - (int) this.progressOfFirst;
		this.progressOfFirst = 0;
		this.pending.release(rest);
		this.lost |= rest > 0;
		this.pending.close();
		if (this.failure == null) {
			this.failure = cause;
		}
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
		this.over = true;
		ByteBuf corked = this.cork;
		if (corked != null) {
			this.cork = null;
			this.lost = true;
			this.pending.release(corked.readableBytes());
			corked.release();
		}
		this.lost |= this.hasStaged;
		discardStaged();
		if (this.flushWaiters != null) {
			this.flushWaiters.complete(this.writtenBytes);
			this.flushWaiters.fail(failure());
		}
	}

	@Nullable Throwable writeFailure() {
		return this.failure;
	}

	private Throwable failure() {
		Throwable cause = this.socket.closeCause();
		if (cause == null) {
			cause = this.failure;
		}
		return (cause != null) ? cause : new ClosedChannelException();
	}

	long writtenBytes() {
		return this.writtenBytes;
	}

}
