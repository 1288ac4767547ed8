package io.tcpboot;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/**
 * The forms in which bytes can be passed to a socket. Afterwards they are spoiled, so
 * that it is seen when they were not copied in time; only what is read-only may be
 * shared.
 */
enum HammerForm {

	ARRAY, SLICE, BYTE_BUFFER, HEAP_BUF, POOLED_BUF, READ_ONLY_BUF;

	private static final int PADDING = 3;

	int write(TcpSocket<?> socket, byte[] bytes) {
		byte[] padded = padded(bytes);
		ByteBuf pooled = pooled(bytes);
		try {
			return switch (this) {
				case ARRAY -> socket.write(bytes);
				case SLICE -> socket.write(padded, PADDING, bytes.length);
				case BYTE_BUFFER -> socket.write(ByteBuffer.wrap(padded, PADDING, bytes.length));
				case HEAP_BUF -> socket.write(Unpooled.wrappedBuffer(padded, PADDING, bytes.length));
				case POOLED_BUF -> socket.write(pooled);
				case READ_ONLY_BUF -> socket.write(pooled.asReadOnly());
			};
		}
		finally {
			spoil(bytes, padded, pooled);
		}
	}

	boolean send(TcpSocket<?> socket, byte[] bytes) {
		byte[] padded = padded(bytes);
		ByteBuf pooled = pooled(bytes);
		try {
			return switch (this) {
				case ARRAY -> socket.send(bytes);
				case SLICE -> socket.send(padded, PADDING, bytes.length);
				case BYTE_BUFFER -> socket.send(ByteBuffer.wrap(padded, PADDING, bytes.length));
				case HEAP_BUF -> socket.send(Unpooled.wrappedBuffer(padded, PADDING, bytes.length));
				case POOLED_BUF -> socket.send(pooled);
				case READ_ONLY_BUF -> socket.send(pooled.asReadOnly());
			};
		}
		finally {
			spoil(bytes, padded, pooled);
		}
	}

	boolean end(TcpSocket<?> socket, byte[] bytes) {
		ByteBuf pooled = pooled(bytes);
		try {
			return switch (this) {
				case ARRAY, SLICE, BYTE_BUFFER, HEAP_BUF -> socket.end(bytes);
				case POOLED_BUF -> socket.end(pooled);
				case READ_ONLY_BUF -> socket.end(pooled.asReadOnly());
			};
		}
		finally {
			spoil(bytes, bytes, pooled);
		}
	}

	private static byte[] padded(byte[] bytes) {
		byte[] padded = new byte[bytes.length + 2 * PADDING];
		System.arraycopy(bytes, 0, padded, PADDING, bytes.length);
		return padded;
	}

	private static ByteBuf pooled(byte[] bytes) {
		return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
	}

	private void spoil(byte[] bytes, byte[] padded, ByteBuf pooled) {
		Arrays.fill(bytes, (byte) 0);
		Arrays.fill(padded, (byte) 0);
		if (this != READ_ONLY_BUF) {
			pooled.setZero(0, pooled.capacity());
		}
		pooled.release();
	}

}
