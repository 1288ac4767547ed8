package io.tcpboot;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import io.tcpboot.tls.ReloadableTls;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of a channel, in their order. Drawn once, here:
 *
 * <pre>
 *  kernel --> [tls] --> [tap] --> [counter --> framing ...] --> socket --> the user's handlers
 *  kernel <-- [tls] <-- [tap] <-------------------------------- Outbound <-- write, send, end
 * </pre>
 *
 * Where nothing waits, bytes pass what is in their way: Outbound writes to the kernel,
 * and {@link TlsRecords} stand in for tls once its handshake is over.
 *
 * The socket is always last. What is in brackets comes with the options that ask for it;
 * tls also by an upgrade, and the tap for a while. What is written is framed before it is
 * counted, so framing has no handler for the way out.
 */
final class Pipeline {

	private static final String TLS = "tls";

	private static final String TAP = "tap";

	private static final String COUNTER = "counter";

	private static final String FRAMING = "framing";

	private static final String SOCKET = "socket";

	private Pipeline() {
	}

	static void build(Channel channel, NettySocket<?> socket, @Nullable ReloadableTls tls) {
		ChannelPipeline pipeline = channel.pipeline();
		if (tls != null) {
			socket.expectTls();
		}
		pipeline.addLast(SOCKET, socket);
		addFraming(pipeline, socket, socket.options().framing().newHandlers());
		if (socket.options().wiretap()) {
			pipeline.addFirst(TAP, new Wiretap(socket, null));
		}
		if (tls != null) {
			// Last: an engine that is not in the pipeline would never be given back.
			pipeline.addFirst(TLS, socket.newHandler(tls));
		}
	}

	private static void addFraming(ChannelPipeline pipeline, NettySocket<?> socket, List<ChannelHandler> framing) {
		if (!framing.isEmpty()) {
			pipeline.addBefore(SOCKET, COUNTER, new Counter(socket));
			int index = 0;
			for (ChannelHandler handler : framing) {
				pipeline.addBefore(SOCKET, FRAMING + index++, handler);
			}
		}
	}

	/**
	 * Put TLS below everything else. Bytes that the framing has not decoded yet go to the
	 * socket as they are, and the framing starts anew.
	 */
	static void upgrade(Channel channel, NettySocket<?> socket, ChannelHandler tls, List<ChannelHandler> framing) {
		ChannelPipeline pipeline = channel.pipeline();
		List<String> names = pipeline.names();
		// From the last to the first: none may decode what another one gives back.
		for (int i = names.indexOf(SOCKET) - 1; i >= 0; i--) {
			if (!names.get(i).equals(TAP)) {
				pipeline.remove(names.get(i));
			}
		}
		addFraming(pipeline, socket, framing);
		pipeline.addFirst(TLS, tls);
	}

	/**
	 * Listen to what goes in and out, for so long from now on, or no longer.
	 */
	static void tap(Channel channel, NettySocket<?> socket, long durationNanos) {
		ChannelPipeline pipeline = channel.pipeline();
		Wiretap tap = (Wiretap) pipeline.get(TAP);
		if (durationNanos == 0) {
			untap(pipeline, socket);
			return;
		}
		if (tap == null) {
			tap = new Wiretap(socket, () -> untap(pipeline, socket));
			addTap(pipeline, tap);
			rewire(pipeline, socket);
		}
		tap.endIn(durationNanos);
	}

	private static void addTap(ChannelPipeline pipeline, Wiretap tap) {
		if (pipeline.get(TLS) != null) {
			pipeline.addAfter(TLS, TAP, tap);
		}
		else {
			pipeline.addFirst(TAP, tap);
		}
	}

	private static void untap(ChannelPipeline pipeline, NettySocket<?> socket) {
		if (pipeline.get(TAP) != null) {
			pipeline.remove(TAP);
			rewire(pipeline, socket);
		}
	}

	/**
	 * The way to the kernel is another one now: what is on it goes as it would have gone.
	 */
	private static void rewire(ChannelPipeline pipeline, NettySocket<?> socket) {
		socket.out.detour();
		attach(pipeline, socket);
	}

	/**
	 * Let the socket write to where its bytes belong.
	 */
	static void attach(ChannelPipeline pipeline, NettySocket<?> socket) {
		ChannelHandlerContext counter = pipeline.context(COUNTER);
		ChannelHandlerContext context = (counter != null) ? counter : pipeline.context(SOCKET);
		if (context != null) {
			socket.attach(context);
		}
	}

	/**
	 * Return whether everything is to go through the channel, where somebody listens.
	 */
	static boolean isTapped(Channel channel) {
		return channel.pipeline().get(TAP) != null;
	}

	/**
	 * Drop what arrives from now on before anybody looks at it: a failure of TLS or
	 * framing would close the connection, and the reset could destroy what the peer has
	 * not read yet.
	 */
	static void dropInput(Channel channel) {
		channel.pipeline().addFirst(new Dropping());
	}

	/**
	 * Drops what is read.
	 */
	private static final class Dropping extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ReferenceCountUtil.release(message);
		}

	}

	/**
	 * Counts what the framing reads. What is written begins here: it is framed already,
	 * and a codec's encoders are not to see it again.
	 */
	private static final class Counter extends ChannelInboundHandlerAdapter {

		private final NettySocket<?> socket;

		Counter(NettySocket<?> socket) {
			this.socket = socket;
		}

		@Override
		public void handlerAdded(ChannelHandlerContext context) {
			this.socket.attach(context);
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			this.socket.countRead(bytes.readableBytes());
			context.fireChannelRead(bytes);
			this.socket.input.checkKept(bytes);
		}

	}

}
