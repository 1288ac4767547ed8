package io.tcpboot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.PlatformDependent;

/**
 * Bytes of which each position can be told from the others, and a look at the event loop.
 */
final class Flow {

	/** 2^16 - 1 and no power of two: a piece lost or swapped shows. */
	private static final int PERIOD = 65_521;

	private Flow() {
	}

	/**
	 * Return the first bytes of the endless stream.
	 */
	static byte[] bytes(int length) {
		return bytes(0, length);
	}

	/**
	 * Return bytes of the endless stream, from a position on.
	 */
	static byte[] bytes(long position, int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			long at = position + i;
			bytes[i] = (byte) (at % PERIOD * 31 >> 3);
		}
		return bytes;
	}

	static ByteBuf buffer(int length) {
		return Unpooled.wrappedBuffer(bytes(length));
	}

	/**
	 * Send bytes that the handler was given from another thread, after it has returned.
	 */
	static void sendLater(TcpSocket<?> socket, ByteBuf bytes) {
		ByteBuf kept = bytes.retain();
		// Its turn comes before the next chunk's, or the order would be lost.
		socket.pause();
		ForkJoinPool.commonPool().execute(() -> {
			socket.send(kept);
			kept.release();
			socket.resume();
		});
	}

	/**
	 * Run the action on the event loop of the socket, and wait for it.
	 */
	static <T> T onLoop(TcpSocket<?> socket, Callable<T> action) throws Exception {
		return ((SocketFront<?>) socket).loop().submit(action).get(20, TimeUnit.SECONDS);
	}

	/**
	 * Write until the kernel takes no more and the high-water mark is reached. Called on
	 * the event loop, so that nothing changes meanwhile.
	 * @return the number of bytes accepted
	 */
	static long fill(TcpSocket<?> socket) {
		long total = 0;
		int taken;
		while ((taken = socket.write(bytes(total, 16 * 1024))) > 0) {
			total += taken;
		}
		return total;
	}

	/**
	 * Read the stream to its end, and return how long it was.
	 */
	static long readStream(InputStream in) throws IOException {
		return readStream(in, 0);
	}

	/**
	 * Read the stream from a position to its end, and return how long it was in all.
	 */
	static long readStream(InputStream in, long from) throws IOException {
		return readStream(in, from, Long.MAX_VALUE);
	}

	static long readStream(InputStream in, long from, long to) throws IOException {
		byte[] read = new byte[64 * 1024];
		long position = from;
		int length;
		while (position < to && (length = in.read(read, 0, (int) Math.min(read.length, to - position))) >= 0) {
			check(position, read, length);
			position += length;
		}
		return position;
	}

	private static void check(long position, byte[] read, int length) {
		int wrong = Arrays.mismatch(read, 0, length, bytes(position, length), 0, length);
		if (wrong >= 0) {
			throw new AssertionError("wrong byte at " + (position + wrong));
		}
	}

	/**
	 * Wait until the kernel takes nothing more of what is pending.
	 */
	static void untilStalled(TcpSocket<?> socket) {
		long[] written = { -1 };
		Events.until(() -> {
			long before = written[0];
			written[0] = socket.bytesWritten();
			return socket.pendingBytes() > 0 && written[0] == before;
		});
	}

	/**
	 * Return how much memory outside of the heap this JVM uses, pooled or not.
	 */
	static long allDirectMemory() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum() + Math.max(0, PlatformDependent.usedDirectMemory());
	}

	static long directMemory() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

}
