package io.tcpboot;

import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of writes that end otherwise than with the bytes at the peer: what the kernel
 * refuses, and what was still to be written when the socket went or changed its way.
 */
class DirectFailureTests {

	private static final int LARGE = 20_000;

	private final Events events = new Events();

	private final AtomicReference<CompletableFuture<Void>> flushed = new AtomicReference<>();

	private final AtomicReference<ByteBuf> chunk = new AtomicReference<>();

	@ParameterizedTest
	@ValueSource(ints = { 1, LARGE })
	@EnabledIf(value = "io.tcpboot.LentBufferTests#isEpoll", disabledReason = "elsewhere the kernel cannot be asked")
	@DisplayName("B93 B51 a write that finds the reset first closes with what the kernel said of it")
	void whenAWriteFindsTheResetTheCauseIsKept(int length) throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
			this.events.add("data");
			Events.until(() -> isReset(socket));
			socket.send(bytes);
			this.flushed.set(socket.flush().toCompletableFuture());
		}).build()); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.send(Flow.bytes(length));
			this.events.await("data");
			peer.reset();
			assertThat(this.events.awaitClose()).containsExactly("open", "data", "close RESET");
			assertThat(socket.closeCause()).hasMessageContaining("reset");
			assertThat(socket.bytesWritten()).isZero();
			assertThat(socket.pendingBytes()).isZero();
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> this.flushed.get().get(20, TimeUnit.SECONDS))
				.withCause(socket.closeCause());
		}
	}

	/**
	 * Ask without taking the error away, as the next system call will.
	 */
	private static boolean isReset(TcpSocket<?> socket) {
		return Transport.isDead(Kernel.channel(socket));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, LARGE })
	@DisplayName("B57 what was written before terminate() in a handler goes to nobody, whoever has the descriptor now")
	void whenTheDescriptorIsSomebodyElsesNothingIsWrittenToIt(int length) throws Exception {
		AtomicReference<Socket> stranger = new AtomicReference<>();
		try (ServerSocket elsewhere = Peer.listen();
				TcpListener<String> listener = TestLoop.listen(this.events.handlers().data((socket, bytes) -> {
					int written = bytes.readableBytes();
					socket.send(bytes);
					socket.terminate();
					assertThat(socket.send("more")).isFalse();
					// The kernel gives the lowest descriptor that is free: the one just
					// closed.
					stranger.set(new Socket(elsewhere.getInetAddress(), elsewhere.getLocalPort()));
					this.events.add((written == length) ? "whole" : "part");
				}).build());
				Peer peer = Peer.connect(listener.port())) {
			peer.send(Flow.bytes(length));
			this.events.awaitClose();
			assertThat(this.events.all()).endsWith("close TERMINATED");
			TestLoop.settle(this.events.socket());
			try (Peer other = Peer.accept(elsewhere)) {
				stranger.get().close();
				assertThat(other.readAll()).isEmpty();
			}
			assertThat(this.events.socket().bytesWritten()).isZero();
			assertThat(this.events.socket().pendingBytes()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, LARGE })
	@DisplayName("B57 terminate() gives back the chunk that was to be echoed")
	void whenTerminatedTheSharedChunkIsReleased(int length) throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			this.chunk.set(bytes);
			socket.send(bytes.readSlice(bytes.readableBytes() / 2));
			socket.send(bytes);
			socket.terminate();
		}).build())) {
			pair.peer.send(Flow.bytes(length));
			this.events.awaitClose();
			Flow.onLoop(this.events.socket(), () -> true);
			assertThat(this.chunk.get().refCnt()).isZero();
			assertThat(this.events.socket().pendingBytes()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, LARGE })
	@DisplayName("B54 B55 end and close in a handler send the chunk that it echoes, however slow the peer")
	void whenEndedTheSharedChunkIsSent(int length) throws Exception {
		byte[] twice = new byte[2 * length];
		System.arraycopy(Flow.bytes(length), 0, twice, 0, length);
		System.arraycopy(Flow.bytes(length), 0, twice, length, length);
		for (boolean close : new boolean[] { true, false }) {
			Events ending = new Events();
			try (Pair pair = Pair.narrow(ending.handlers().data((socket, bytes) -> {
				if (bytes.readableBytes() == length) {
					socket.send(bytes.duplicate());
					socket.send(bytes);
				}
				else {
					socket.send(twice);
				}
				if (close) {
					socket.close();
				}
				else {
					socket.end();
				}
			}).build())) {
				pair.peer.send(Flow.bytes(length));
				assertThat(pair.peer.readAll()).isEqualTo(twice);
				pair.peer.finish();
				assertThat(ending.awaitClose()).last().isEqualTo("close LOCAL_END");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B88 what was written before an upgrade leaves in the clear, however slow the peer, and nothing after it")
	void whenUpgradedBehindALargeEchoNothingIsLost(TlsProvider provider) throws Exception {
		ReloadableTls tls = TestTls.server(provider);
		try (Pair pair = Pair.narrow(this.events.handlers().data((socket, bytes) -> {
			if (socket.tlsSession() != null) {
				this.events.data(socket, bytes);
				return;
			}
			ByteBuf line = bytes.readSlice(bytes.readableBytes());
			for (int i = 0; i < 20; i++) {
				socket.send(line.duplicate());
			}
			socket.upgradeTls(tls);
			socket.send(line);
			socket.send("secret");
		}).build())) {
			// Below the smallest window, so that it arrives in one piece, and is read in
			// one.
			byte[] command = Flow.bytes(LentBufferTests.isEpoll() ? 5000 : 1000);
			pair.peer.send(command);
			this.events.socket();
			for (int i = 0; i < 20; i++) {
				assertThat(pair.peer.read(command.length)).isEqualTo(command);
			}
			try (Peer peer = TlsPeer.upgrade(pair.peer)) {
				assertThat(peer.read(command.length)).isEqualTo(command);
				assertThat(peer.readText(6)).isEqualTo("secret");
				peer.send("welcome");
				this.events.await("data welcome");
			}
		}
	}

	@Test
	@DisplayName("B40 B93 a write after the FIN says so, and nothing is written past it")
	void whenWrittenAfterTheEndItIsRefused() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			socket.end("last");
			assertThat(socket.write("x")).isEqualTo(TcpSocket.CLOSED);
			assertThat(socket.send(bytes)).isFalse();
			this.events.add("told");
		}).build())) {
			pair.peer.send(Flow.bytes(LARGE));
			assertThat(pair.peer.readAllText()).isEqualTo("last");
			assertThat(this.events.await("told")).doesNotContain("error");
			assertThat(this.events.socket().bytesWritten()).isEqualTo(4);
		}
	}

	@Test
	@EnabledIf(value = "io.tcpboot.LentBufferTests#isEpoll",
			disabledReason = "elsewhere it is refused before it is sent")
	@DisplayName("B93 when memory is short for what the kernel leaves, the connection ends: nothing follows a gap")
	void whenTheRestCannotBeKeptTheSocketCloses() throws Exception {
		OutOfMemoryError shortage = new OutOfMemoryError("planted");
		try (Pair pair = Pair.narrow(this.events.handlers().build())) {
			TcpSocket<String> socket = this.events.socket();
			ByteBuf bytes = new Scarce(4 * 1024 * 1024, shortage);
			Flow.onLoop(socket, () -> socket.send(bytes));
			this.events.awaitClose();
			assertThat(this.events.all()).last().isEqualTo("close IO_ERROR");
			assertThat(socket.write("more")).isEqualTo(TcpSocket.CLOSED);
			assertThat(socket.pendingBytes()).isZero();
			assertThat(socket.bytesWritten()).isLessThan(bytes.capacity());
			assertThat(pair.peer.readAll()).hasSizeLessThan(bytes.capacity());
			assertThat(bytes.refCnt()).isOne();
			bytes.release();
		}
	}

	/**
	 * Can be written from, but no part of it can be kept.
	 */
	private static final class Scarce extends UnpooledDirectByteBuf {

		private final OutOfMemoryError shortage;

		Scarce(int length, OutOfMemoryError shortage) {
			super(UnpooledByteBufAllocator.DEFAULT, length, length);
			this.shortage = shortage;
			writerIndex(length);
		}

		@Override
		public boolean isReadOnly() {
			return true;
		}

		@Override
		public ByteBuf retainedSlice(int index, int length) {
			throw this.shortage;
		}

	}

	@Test
	@DisplayName("B51 a peer that goes while much is pending is a reset, counted right")
	void whenThePeerGoesAllThatIsPendingIsGivenBack() throws Exception {
		try (Pair pair = Pair.narrow(this.events.handlers().data((socket, bytes) -> {
			this.chunk.set(bytes);
			socket.send(bytes);
		}).build())) {
			Chatter chatter = Chatter.endless(pair.peer);
			Flow.untilStalled(this.events.socket());
			pair.peer.reset();
			assertThat(this.events.awaitClose()).last().isEqualTo("close RESET");
			chatter.close();
			assertThat(this.events.socket().pendingBytes()).isZero();
			assertThat(this.chunk.get().refCnt()).isZero();
		}
	}

}
