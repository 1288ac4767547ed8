package io.tcpboot.benchmark.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

import org.springframework.integration.ip.tcp.serializer.ByteArrayRawSerializer;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

/**
 * Cuts messages of 64 bytes, which Spring Integration has nothing for, and sends what it
 * gets as it is.
 */
final class MessageSerializer extends ByteArrayRawSerializer {

	@Override
	protected byte[] doDeserialize(InputStream in, byte[] buffer) throws IOException {
		int length = in.readNBytes(buffer, 0, Messages.LENGTH);
		if (length == 0) {
			throw new SoftEndOfStreamException("end of stream between messages");
		}
		if (length < Messages.LENGTH) {
			throw new EOFException("end of stream inside of a message");
		}
		return copyToSizedArray(buffer, length);
	}

}
