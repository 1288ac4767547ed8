package io.tcpboot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message there and back over a real connection, beside a hand-written Netty server.
 * With {@code -prof gc} it shows what the whole way of a byte allocates: the client here
 * is a blocking channel with a buffer of its own, which allocates nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
// Without Netty's leak sampling, to see what else allocates.
@Fork(value = 2, jvmArgsAppend = "-Dio.netty.leakDetection.level=disabled")
public class EchoBenchmark {

	/** Who answers. */
	@Param
	public Server server;

	/** Size of a message. */
	@Param({ "64", "16384" })
	public int bytes;

	private EchoServer running;

	private SocketChannel channel;

	private ByteBuffer message;

	@Setup
	public void start() throws IOException {
		this.running = this.server.start();
		this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.running.port()));
		this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.message = ByteBuffer.allocateDirect(this.bytes);
	}

	@TearDown
	public void stop() throws IOException {
		this.channel.close();
		this.running.close();
	}

	@Benchmark
	public void roundTrip() throws IOException {
		this.message.clear();
		while (this.message.hasRemaining()) {
			this.channel.write(this.message);
		}
		this.message.clear();
		while (this.message.hasRemaining()) {
			if (this.channel.read(this.message) < 0) {
				throw new IOException("the server has closed");
			}
		}
	}

	/** The servers that answer. */
	public enum Server {

		/** Hand-written Netty: a shared handler, flush on read-complete. */
		NETTY {
			@Override
			EchoServer start() {
				return EchoServer.netty();
			}
		},

		/** tcp-core, the chunk sent back as it came. */
		SEND {
			@Override
			EchoServer start() {
				return EchoServer.tcpCore((socket, chunk) -> socket.send(chunk));
			}
		},

		/** tcp-core, counted partial writes. */
		WRITE {
			@Override
			EchoServer start() {
				return EchoServer.tcpCore((socket, chunk) -> socket.write(chunk));
			}
		};

		abstract EchoServer start();

	}

}
