package io.tcpboot.benchmark.peer;

import java.io.IOException;
import java.io.InputStream;

import org.springframework.integration.ip.tcp.serializer.ByteArrayRawSerializer;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

/**
 * Takes what has arrived as it is. Spring Integration's own for raw bytes reads to the
 * end of the stream, so an echo has to bring one.
 */
final class ChunkSerializer extends ByteArrayRawSerializer {

	@Override
	protected byte[] doDeserialize(InputStream in, byte[] buffer) throws IOException {
		int length = in.read(buffer);
		if (length < 0) {
			throw new SoftEndOfStreamException("end of stream between chunks");
		}
		return copyToSizedArray(buffer, length);
	}

}
