package io.tcpboot;

import java.nio.ByteBuffer;
import java.util.Objects;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * The short way through OpenSSL when the handshake is over: records are decrypted and
 * encrypted from buffer to buffer, past the queues and promises of Netty's handler, which
 * cost more than anything else that Java does for a small message. A handshake, our own
 * close_notify and what must wait for the kernel remain that handler's. Event loop only.
 *
 * <pre>
 *  kernel --> records ----------------------> behind the handler
 *  kernel <-- records <-- RecordWriter <-- Outbound
 *       ^                                     |
 *       `---- queue <-- handler <--(waiting)--'
 * </pre>
 */
final class TlsRecords extends ChannelInboundHandlerAdapter {

	private static final String NAME = "tls-records";

	/** What a record has at most. OpenSSL must be able to write what it has begun. */
	private static final int MAX_PLAINTEXT = 16 * 1024;

	/** More than an alert or a change of keys. */
	private static final int OWN_BYTES = 2 * 1024;

	private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

	private final SslHandler handler;

	private final SSLEngine engine;

	// That of the handler.
	private final ChannelHandlerContext tls;

	// Null where the event loop lends none.
	private final @Nullable ReadHandle buffers;

	private @Nullable ChannelHandlerContext context;

	// The handler has written what ended the handshake.
	private boolean settled;

	// The handler has the word.
	private boolean over;

	// The peer has said that nothing more comes, or TLS has failed.
	private boolean ended;

	private TlsRecords(SslHandler handler, ChannelHandlerContext tls, @Nullable ReadHandle buffers) {
		this.handler = handler;
		this.engine = handler.engine();
		this.tls = tls;
		this.buffers = buffers;
	}

	/**
	 * Shorten the way, if that is possible.
	 * @param pipeline the pipeline of the handler
	 * @param handler a handler whose handshake has just succeeded
	 * @return the short way, {@code null} with the JDK's provider
	 */
	static @Nullable TlsRecords install(ChannelPipeline pipeline, SslHandler handler) {
		ChannelHandlerContext tls = pipeline.context(handler);
		if (tls == null || !(handler.engine() instanceof ReferenceCounted)) {
			return null;
		}
		RecvByteBufAllocator reading = pipeline.channel().config().getRecvByteBufAllocator();
		TlsRecords records = new TlsRecords(handler, tls, (reading instanceof ReadHandle buffers) ? buffers : null);
		pipeline.addFirst(NAME, records);
		return records;
	}

	/**
	 * Return whether what is decrypted may be in a buffer of the event loop.
	 */
	boolean isLending() {
		return this.buffers != null;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		this.over = true;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf records = (ByteBuf) message;
		try {
			boolean more = !this.over;
			while (more) {
				ByteBuf bytes = allocate(records.readableBytes());
				SSLEngineResult result = decrypt(records, bytes);
				// What is full may not have been large enough, whatever the status is.
				more = records.isReadable() || !bytes.isWritable();
				if (!more) {
					// What is read next, or written in answer, finds it free again.
					records.release();
					records = Unpooled.EMPTY_BUFFER;
				}
				fire(bytes);
				more &= goesOn(result, records);
			}
			if (records.isReadable() && !this.ended) {
				// As it may be kept, not in a buffer that is lent.
				context.fireChannelRead(context.alloc().directBuffer(records.readableBytes()).writeBytes(records));
			}
		}
		catch (SSLException ex) {
			fail(ex);
		}
		finally {
			records.release();
		}
	}

	private ByteBuf allocate(int length) {
		ReadHandle buffers = this.buffers;
		return (buffers != null) ? buffers.allocate(length)
				: ByteBufAllocator.DEFAULT.directBuffer(Math.max(1, length));
	}

	/**
	 * Decrypt as much as one buffer holds.
	 */
	private SSLEngineResult decrypt(ByteBuf records, ByteBuf bytes) throws SSLException {
		boolean done = false;
		try {
			ByteBuffer from = (records.nioBufferCount() == 1)
					? records.internalNioBuffer(records.readerIndex(), records.readableBytes()) : records.nioBuffer();
			ByteBuffer to = bytes.internalNioBuffer(bytes.writerIndex(), bytes.writableBytes());
			SSLEngineResult result = this.engine.unwrap(from, to);
			records.skipBytes(result.bytesConsumed());
			bytes.writerIndex(bytes.writerIndex() + result.bytesProduced());
			done = true;
			return result;
		}
		finally {
			if (!done) {
				bytes.release();
			}
		}
	}

	private void fire(ByteBuf bytes) {
		if (bytes.isReadable()) {
			this.tls.fireChannelRead(bytes);
		}
		else {
			bytes.release();
		}
	}

	/**
	 * Look at what came with the bytes.
	 * @return whether the next records are for here, too
	 */
	private boolean goesOn(SSLEngineResult result, ByteBuf records) throws SSLException {
		Status status = result.getStatus();
		boolean moved = result.bytesConsumed() + result.bytesProduced() > 0;
		if (this.ended) {
			return false;
		}
		if (moved && status != Status.CLOSED && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
			// An alert, or a change of keys: OpenSSL has something to say.
			sendOwn();
			if (this.engine.isInboundDone()) {
				// A handler has written, and so has found out that TLS has failed.
				end(false);
				return false;
			}
			// Or a handshake again, at whose end the handler writes what waits for it.
			this.over = !this.engine.getSession().getProtocol().equals("TLSv1.3");
		}
		else if ((!moved || status == Status.CLOSED) && this.engine.isInboundDone()) {
			end(moved);
		}
		else if (!moved && records.isReadable()) {
			this.over = true;
		}
		return !this.over;
	}

	/**
	 * Nothing more is decrypted: whatever comes now is nobody's.
	 * @param notified whether by the peer's close_notify, and not because TLS has failed
	 * while something was written
	 */
	private void end(boolean notified) {
		this.over = true;
		this.ended = true;
		if (notified) {
			answerClose();
			this.tls.fireUserEventTriggered(SslCloseCompletionEvent.SUCCESS);
		}
	}

	/**
	 * Send what OpenSSL has to say by itself. After an alert it throws why.
	 */
	private void sendOwn() throws SSLException {
		ChannelHandlerContext context = Objects.requireNonNull(this.context);
		ByteBuf records = context.alloc().directBuffer(OWN_BYTES);
		try {
			while (encrypt(NOTHING, records).bytesProduced() > 0) {
				// There may be more.
			}
		}
		finally {
			context.writeAndFlush(records);
		}
	}

	private void answerClose() {
		try {
			this.handler.flush(this.tls);
		}
		catch (Exception ex) {
			// There is nobody any more to be told.
		}
	}

	private void fail(SSLException cause) {
		this.over = true;
		this.ended = true;
		answerClose();
		this.tls.fireExceptionCaught(new DecoderException(cause));
		this.tls.close();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (this.over || !this.settled) {
			this.settled = true;
			context.fireChannelReadComplete();
		}
		else {
			this.tls.fireChannelReadComplete();
		}
	}

	/**
	 * Encrypt bytes that nothing may overtake, and that overtake nothing: all that was
	 * encrypted before is the kernel's.
	 * @param from a direct buffer of one piece; its indices stay as they are
	 * @param index where the bytes begin
	 * @param length how many there are
	 * @param to a direct buffer for the records, which are to be sent before anything
	 * else
	 * @return how many bytes were encrypted; 0 if they must go through the handler
	 * @throws SSLException if TLS has failed
	 */
	int encrypt(ByteBuf from, int index, int length, ByteBuf to) throws SSLException {
		int done = 0;
		boolean ok = !this.over;
		while (ok && done < length) {
			int step = Math.min(MAX_PLAINTEXT, length - done);
			// What is read-only may be in use on other event loops, too.
			ByteBuffer source = (from.isReadOnly()) ? from.nioBuffer(index + done, step)
					: from.internalNioBuffer(index + done, step);
			SSLEngineResult result = encrypt(source, to);
			done += result.bytesConsumed();
			ok = result.getStatus() == Status.OK && result.bytesProduced() > 0;
		}
		return done;
	}

	private SSLEngineResult encrypt(ByteBuffer from, ByteBuf to) throws SSLException {
		boolean done = false;
		try {
			SSLEngineResult result = this.engine.wrap(from, to.internalNioBuffer(to.writerIndex(), to.writableBytes()));
			to.writerIndex(to.writerIndex() + result.bytesProduced());
			done = true;
			return result;
		}
		finally {
			this.over |= !done;
			this.ended |= !done;
		}
	}

	/**
	 * Write records that the kernel did not take.
	 * @param records the rest of what was encrypted; taken over
	 * @param promise to be told
	 */
	void write(ByteBuf records, ChannelPromise promise) {
		Objects.requireNonNull(this.context).write(records, promise);
	}

}
