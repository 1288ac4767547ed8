package io.tcpboot.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A client and a server without a network between them: the test says what arrives
 * together.
 */
final class WiredTls implements AutoCloseable {

	private final TlsEnd serverEnd = new TlsEnd();

	private final EmbeddedChannel server;

	private final EmbeddedChannel client;

	WiredTls(TlsOptions server, TlsOptions client) {
		this.server = channel(ReloadableTls.server(server), this.serverEnd);
		this.client = channel(ReloadableTls.client(client), new TlsEnd());
	}

	private static EmbeddedChannel channel(ReloadableTls tls, ChannelHandler end) {
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.pipeline().addLast(tls.newHandler(channel.alloc(), "localhost", 1), end);
		channel.runPendingTasks();
		return channel;
	}

	TlsEnd serverEnd() {
		return this.serverEnd;
	}

	/**
	 * Let everything that the client has sent arrive at once, and these bytes with it.
	 */
	void clientToServer(byte... more) {
		move(this.client, this.server, more);
	}

	void serverToClient() {
		move(this.server, this.client);
	}

	private static void move(EmbeddedChannel from, EmbeddedChannel to, byte... more) {
		ByteBuf all = Unpooled.buffer();
		ByteBuf bytes;
		while ((bytes = from.readOutbound()) != null) {
			all.writeBytes(bytes);
			bytes.release();
		}
		to.pipeline().fireChannelRead(all.writeBytes(more));
		to.pipeline().fireChannelReadComplete();
		to.runPendingTasks();
	}

	@Override
	public void close() {
		this.client.finishAndReleaseAll();
		this.server.finishAndReleaseAll();
	}

}
