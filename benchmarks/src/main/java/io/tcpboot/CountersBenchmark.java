package io.tcpboot;

import io.netty.channel.EventLoop;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a socket notes of a message that comes in and of its answer, for whoever may ask
 * later: the bytes, when it was used, and who calls user code. To be compared with the
 * processor time of an echo.
 */
public class CountersBenchmark extends LoopBenchmark {

	private static final int BYTES = 64;

	private TcpEventLoop eventLoop;

	private SocketLoop loop;

	private NettySocket<Object> socket;

	@Setup
	public void prepare() {
		this.eventLoop = TcpEventLoop.builder().threads(1).build();
		EventLoop loop = this.eventLoop.next();
		this.loop = (SocketLoop) loop;
		this.socket = new NettySocket<>(loop, SocketOptions.defaults(), new SinkChannel.Owner(),
				new HandlerSlot<>(SocketHandlers.builder().discardData().build()), null);
	}

	@TearDown
	public void end() {
		this.eventLoop.close();
	}

	@Benchmark
	public void message() {
		this.socket.countRead(BYTES);
		this.loop.calling(this.socket.number());
		this.socket.out.countWritten(BYTES);
	}

}
