package io.tcpboot;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the sink that belongs to a socket.
 */
class SocketSinkTests {

	private static final int MARK = 1000;

	private static final SocketOptions OPTIONS = SocketOptions.builder().highWaterMark(MARK).build();

	private final Events events = new Events();

	@Test
	@DisplayName("B50 small writes are collected, and sent when asked")
	void whenFlushedWhatWasCollectedIsSent() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			SocketSink sink = this.events.socket().sink(100);
			sink.write(new byte[] { 'a' });
			sink.write("bc");
			assertThat(sink.size()).isEqualTo(3);
			assertThat(this.events.socket().pendingBytes() + this.events.socket().bytesWritten()).isZero();
			assertThat(sink.flush()).isTrue();
			assertThat(pair.peer.readText(3)).isEqualTo("abc");
			assertThat(sink.size()).isZero();
		}
	}

	@Test
	@DisplayName("B50 what the socket does not take is kept, and follows by itself, in order")
	void whenTheSocketIsFullTheSinkGoesOnByItself() throws Exception {
		try (Pair pair = Pair.narrow(OPTIONS, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			SocketSink sink = socket.sink(5000);
			long taken = Flow.onLoop(socket, () -> {
				long filled = Flow.fill(socket);
				assertThat(sink.write(Flow.bytes(filled, 3000))).isEqualTo(3000);
				assertThat(sink.flush()).isFalse();
				assertThat(sink.write(Flow.bytes(filled + 3000, 3000))).isEqualTo(2000);
				assertThat(sink.write(Flow.bytes(1))).isZero();
				assertThat(sink.size()).isEqualTo(sink.highWaterMark()).isEqualTo(5000);
				return filled + 5000;
			});
			byte[] received = pair.peer.read((int) taken);
			assertThat(received).isEqualTo(Flow.bytes((int) taken));
			Events.until(() -> sink.size() == 0);
		}
	}

	@Test
	@DisplayName("B50 more than the sink holds is taken as long as the socket has room, bytes and text alike")
	void whenMoreIsWrittenThanTheSinkHoldsTheSocketTakesIt() throws Exception {
		try (Pair pair = Pair.accepted(OPTIONS, this.events.handlers().build())) {
			SocketSink sink = this.events.socket().sink(10);
			ByteBuf bytes = Flow.buffer(45);
			assertThat(sink.write(bytes)).isEqualTo(45);
			assertThat(sink.write("0123456789".repeat(5))).isEqualTo(50);
			sink.flush();
			assertThat(pair.peer.read(45)).isEqualTo(Flow.bytes(45));
			assertThat(pair.peer.readText(50)).isEqualTo("0123456789".repeat(5));
		}
	}

	@Test
	@DisplayName("B50 end sends what the sink holds, past the mark, and then the FIN")
	void whenEndedTheSinkLosesNothing() throws Exception {
		try (Pair pair = Pair.narrow(OPTIONS, this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			SocketSink sink = socket.sink(5000);
			long taken = Flow.onLoop(socket, () -> {
				long filled = Flow.fill(socket);
				sink.write(Flow.bytes(filled, 5000));
				sink.flush();
				sink.end();
				return filled + 5000;
			});
			assertThat(Flow.readStream(pair.peer.socket().getInputStream())).isEqualTo(taken);
		}
	}

	@Test
	@DisplayName("B50 a sink whose socket is closed answers so and takes nothing")
	void whenTheSocketIsClosedTheSinkAnswersClosed() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().build())) {
			SocketSink sink = this.events.socket().sink(100);
			this.events.socket().terminate();
			assertThat(sink.write("x")).isEqualTo(TcpSocket.CLOSED);
			assertThat(sink.write(Flow.bytes(1))).isEqualTo(TcpSocket.CLOSED);
			assertThat(sink.size()).isZero();
			assertThat(pair.peer.readsReset()).isTrue();
		}
	}

}
