package io.tcpboot.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;

/**
 * The short way to the kernel, past the queue of a channel that has nothing queued. What
 * the queue does for each buffer costs about as much as all else that happens to a small
 * message outside of the kernel. Event loop of the channel only. Loading this class needs
 * the classes of the native transports.
 */
final class DirectOutput {

	private DirectOutput() {
	}

	static int write(Channel channel, ByteBuf bytes, int index, int length) throws IOException {
		// The descriptor of a closed channel may be somebody else's by now.
		if (channel.unsafe().outboundBuffer() == null || !channel.isOpen()) {
			return 0;
		}
		Socket socket = (Socket) ((UnixChannel) channel).fd();
		if (bytes.hasMemoryAddress()) {
			return socket.sendAddress(bytes.memoryAddress(), index, index + length);
		}
		ByteBuffer buffer = bytes.internalNioBuffer(index, length);
		return socket.send(buffer, buffer.position(), buffer.limit());
	}

}
