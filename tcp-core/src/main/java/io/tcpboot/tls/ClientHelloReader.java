package io.tcpboot.tls;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ClientHello at the beginning of what a client sends. It may be cut into
 * several records (RFC 8446, 5.1). What cannot become one is refused at the first byte
 * that shows it.
 */
final class ClientHelloReader {

	private static final int RECORD_HEADER = 5;

	private static final int HANDSHAKE = 22;

	private static final int MAJOR_VERSION = 3;

	private static final int MAX_RECORD = 16 * 1024;

	// Each read looks at all of them again.
	private static final int MAX_RECORDS = 64;

	private static final int MESSAGE_HEADER = 4;

	private static final int CLIENT_HELLO = 1;

	private ClientHelloReader() {
	}

	/**
	 * Read the ClientHello, consuming nothing.
	 * @return the ClientHello, or {@code null} if it is not complete yet
	 * @throws SSLException if it is none or makes no sense
	 * @throws TooLongFrameException if it is too long
	 */
	static @Nullable ClientHello read(ByteBuf in) throws SSLException {
		ByteBuf message = in.alloc().heapBuffer(Math.min(in.readableBytes(), ClientHello.MAX_LENGTH));
		try {
			boolean complete = join(in.duplicate(), message);
			return (complete) ? ClientHello.read(message.skipBytes(MESSAGE_HEADER)) : null;
		}
		finally {
			message.release();
		}
	}

	/**
	 * Copy the content of all records up to the end of the message.
	 * @return whether the message is complete
	 */
	private static boolean join(ByteBuf in, ByteBuf message) throws SSLException {
		for (int records = 1; in.isReadable(); records++) {
			if (records > MAX_RECORDS) {
				throw new TooLongFrameException("ClientHello in more than " + MAX_RECORDS + " records");
			}
			checkBeginning(in);
			if (in.readableBytes() < RECORD_HEADER) {
				return false;
			}
			int length = in.skipBytes(3).readUnsignedShort();
			if (length == 0 || length > MAX_RECORD) {
				throw new NotSslRecordException("handshake record of " + length + " bytes");
			}
			message.writeBytes(in, Math.min(length, in.readableBytes()));
			int missing = missing(message);
			if (missing <= 0) {
				return missing == 0 || clip(message, missing);
			}
		}
		return false;
	}

	private static void checkBeginning(ByteBuf in) throws NotSslRecordException {
		int at = in.readerIndex();
		boolean handshake = in.getUnsignedByte(at) == HANDSHAKE
				&& (in.readableBytes() < 2 || in.getUnsignedByte(at + 1) == MAJOR_VERSION);
		if (!handshake) {
			throw new NotSslRecordException("not a handshake record of TLS");
		}
	}

	/**
	 * Return how many bytes the message lacks; negative if there are more.
	 */
	private static int missing(ByteBuf message) throws NotSslRecordException {
		int at = message.readerIndex();
		if (message.readableBytes() > 0 && message.getUnsignedByte(at) != CLIENT_HELLO) {
			throw new NotSslRecordException("not a ClientHello");
		}
		if (message.readableBytes() < MESSAGE_HEADER) {
			return MESSAGE_HEADER - message.readableBytes();
		}
		int length = message.getUnsignedMedium(at + 1);
		if (length > ClientHello.MAX_LENGTH) {
			throw new TooLongFrameException(
					"ClientHello of " + length + " bytes (expected: at most " + ClientHello.MAX_LENGTH + ")");
		}
		return MESSAGE_HEADER + length - message.readableBytes();
	}

	private static boolean clip(ByteBuf message, int missing) {
		message.writerIndex(message.writerIndex() + missing);
		return true;
	}

}
