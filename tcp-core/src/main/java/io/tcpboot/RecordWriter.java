package io.tcpboot;

import java.io.IOException;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.tcpboot.transport.Transport;

/**
 * Writes bytes to the kernel as records of TLS, by the short way. Event loop only.
 */
final class RecordWriter {

	private final TlsRecords records;

	private final Outbound outbound;

	private final Channel channel;

	private final LoopBuffers buffers;

	RecordWriter(TlsRecords records, Outbound outbound, Channel channel, LoopBuffers buffers) {
		this.records = records;
		this.outbound = outbound;
		this.channel = channel;
		this.buffers = buffers;
	}

	/**
	 * Write as much as one buffer holds.
	 * @return how many bytes are the kernel's, or wait for it as records; 0 if they must
	 * go through the channel
	 */
	int write(ByteBuf bytes, int index, int length) throws IOException {
		if (!Transport.isEmpty(this.channel)) {
			return 0;
		}
		ByteBuf encrypted = this.buffers.take();
		try {
			int done = encrypt(bytes, index, length, encrypted);
			int rest = encrypted.readableBytes() - send(encrypted);
			if (rest == 0) {
				this.outbound.written(done);
			}
			else {
				queue(LoopBuffers.slim(encrypted, encrypted.writerIndex() - rest, rest), done);
			}
			return done;
		}
		finally {
			encrypted.release();
		}
	}

	private int encrypt(ByteBuf bytes, int index, int length, ByteBuf encrypted) throws IOException {
		try {
			return this.records.encrypt(bytes, index, length, encrypted);
		}
		catch (SSLException ex) {
			// The alert that tells the peer why.
			send(encrypted);
			throw ex;
		}
	}

	private int send(ByteBuf encrypted) throws IOException {
		int length = encrypted.readableBytes();
		return (length > 0) ? Transport.write(this.channel, encrypted, 0, length) : 0;
	}

	/**
	 * Let records wait for the kernel.
	 */
	private void queue(ByteBuf rest, int length) {
		this.outbound.queued(length);
		this.records.write(rest, this.channel.newPromise().addListener((written) -> {
			if (written.isSuccess()) {
				this.outbound.onWritten();
			}
			else {
				this.outbound.onFailed(written.cause());
			}
		}));
	}

}
