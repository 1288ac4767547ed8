package io.tcpboot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the buffers that {@code data} borrows, where all sockets of an event loop read
 * into the same few.
 */
@EnabledIf(value = "isEpoll", disabledReason = "elsewhere each read has a buffer of its own")
class LentBufferTests {

	private static final int SOCKETS = 500;

	/** Enough to be sent by reference. */
	private static final int LARGE = 5000;

	private final Events events = new Events();

	private final Queue<ByteBuf> kept = new ConcurrentLinkedQueue<>();

	@AutoClose
	private final TcpEventLoop loop = TcpEventLoop.builder()
		.transport(TestLoop.LOOP.transport().kind())
		.threads(1)
		.name("one-loop")
		.build();

	@AutoClose
	private final Peers peers = new Peers();

	private TcpListener<String> listen(SocketHandlers<String> handlers) {
		return listen(Framing.none(), handlers);
	}

	private TcpListener<String> listen(Framing framing, SocketHandlers<String> handlers) {
		SocketOptions options = SocketOptions.builder().framing(framing).build();
		return this.loop.listen(TestLoop.anyPort().socket(options).build(), handlers);
	}

	@AfterEach
	void releaseWhatWasKept() {
		this.kept.forEach(ByteBuf::release);
	}

	@Test
	@DisplayName("B32 a chunk that was not retained refuses to be read while another socket has its turn")
	void whenAnotherSocketIsReadAStaleChunkRefuses() throws Exception {
		List<ByteBuf> stale = new ArrayList<>();
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			for (ByteBuf chunk : stale) {
				assertThatExceptionOfType(IllegalReferenceCountException.class).isThrownBy(() -> chunk.getByte(0));
			}
			stale.add(bytes);
			this.events.data(socket, bytes);
		}).build()); Peer peer = Peer.connect(listener.port()); Peer other = Peer.connect(listener.port())) {
			peer.send("one");
			this.events.await("data one");
			other.send("two");
			this.events.await("data two");
			peer.send("three");
			this.events.await("data three");
			assertThat(this.events.count("error")).isZero();
		}
	}

	@Test
	@DisplayName("B32 a chunk that is retained keeps its bytes while the same and other sockets are read")
	void whenOthersAreReadARetainedChunkKeepsItsBytes() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			this.kept.add(bytes.retain());
			this.events.data(socket, bytes);
		}).build()); Peer peer = Peer.connect(listener.port()); Peer other = Peer.connect(listener.port())) {
			for (int i = 0; i < 10; i++) {
				peer.send("peer" + i);
				this.events.await("data peer" + i);
				other.send("other" + i);
				this.events.await("data other" + i);
			}
			for (int i = 0; i < 10; i++) {
				assertThat(takeKept()).isEqualTo("peer" + i);
				assertThat(takeKept()).isEqualTo("other" + i);
			}
		}
	}

	private String takeKept() {
		ByteBuf chunk = this.kept.remove();
		String text = chunk.toString(StandardCharsets.UTF_8);
		// On this thread, which is not the event loop.
		assertThat(chunk.release()).isTrue();
		return text;
	}

	@Test
	@DisplayName("B32 a chunk that another thread releases does not come back while it is in use")
	void whenAnotherThreadReleasesEachChunkIsRead() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			ByteBuf chunk = bytes.retain();
			CompletableFuture.runAsync(() -> {
				socket.send(chunk);
				chunk.release();
			}).join();
		}).build()); Peer peer = Peer.connect(listener.port()); Peer other = Peer.connect(listener.port())) {
			for (int i = 0; i < 100; i++) {
				byte[] bytes = Flow.bytes(i * 1000L, 1000);
				assertThat(peer.send(bytes).read(1000)).isEqualTo(bytes);
				assertThat(other.send(bytes).read(1000)).isEqualTo(bytes);
			}
		}
	}

	@Test
	@DisplayName("B32 sockets that each keep some bytes do not keep a large buffer each")
	void whenManySocketsKeepLittleEachTheMemoryIsLittle() throws Exception {
		assertThatMemoryIsLittle(this.events.handlers().data((socket, bytes) -> this.kept.add(bytes.retain())).build(),
				10);
	}

	@Test
	@DisplayName("B32 nor if they echo and flush what they keep")
	void whenManySocketsEchoAndKeepTheMemoryIsLittle() throws Exception {
		assertThatMemoryIsLittle(this.events.handlers().data((socket, bytes) -> {
			this.kept.add(bytes.retainedDuplicate());
			socket.send(bytes.asReadOnly());
			socket.flush();
		}).build(), LARGE);
	}

	@Test
	@DisplayName("B35 B32 nor if an asynchronous handler has them")
	void whenManySocketsAreBusyTheMemoryIsLittle() throws Exception {
		CompletableFuture<Void> done = new CompletableFuture<>();
		assertThatMemoryIsLittle(this.events.handlers().asyncData((socket, bytes) -> {
			this.kept.add(bytes.retain());
			return done;
		}).build(), 10);
		done.complete(null);
	}

	@Test
	@DisplayName("B32 nor if they keep frames")
	void whenManySocketsKeepFramesTheMemoryIsLittle() throws Exception {
		assertThatMemoryIsLittle(Framing.fixed(10),
				this.events.handlers().data((socket, frame) -> this.kept.add(frame.retain())).build(), 10);
	}

	@Test
	@DisplayName("B32 nor if a frame has begun on each of them")
	void whenAFrameHasBegunOnManySocketsTheMemoryIsLittle() throws Exception {
		try (TcpListener<String> listener = listen(Framing.fixed(10), this.events.handlers().build())) {
			this.peers.connect(listener.port(), SOCKETS);
			this.events.socket(SOCKETS - 1);
			long before = Flow.allDirectMemory();
			for (int i = 0; i < SOCKETS; i++) {
				this.peers.get(i).send("begun");
			}
			Events.until(() -> listener.sockets().stream().mapToLong(TcpSocket::bytesRead).sum() == SOCKETS * 5);
			assertThat(Flow.allDirectMemory() - before).isLessThan(SOCKETS * 1024L);
		}
	}

	@Test
	@DisplayName("B32 frames are parts of a chunk that is given back when all are handled")
	void whenFramesAreHandledTheirChunkIsLentAgain() throws Exception {
		List<Boolean> lent = new ArrayList<>();
		try (TcpListener<String> listener = listen(Framing.lines(), this.events.handlers().data((socket, frame) -> {
			lent.add(LoopBuffers.isLent(LoopBuffers.root(frame)));
			socket.send(frame);
		}).build()); Peer peer = Peer.connect(listener.port())) {
			for (int i = 0; i < 10; i++) {
				assertThat(peer.send("one\ntwo\n").readText(8)).isEqualTo("one\ntwo\n");
			}
			assertThat(lent).hasSize(20).containsOnly(true);
		}
	}

	private void assertThatMemoryIsLittle(SocketHandlers<String> handlers, long length) throws Exception {
		assertThatMemoryIsLittle(Framing.none(), handlers, length);
	}

	private void assertThatMemoryIsLittle(Framing framing, SocketHandlers<String> handlers, long length)
			throws Exception {
		try (TcpListener<String> listener = listen(framing, handlers)) {
			this.peers.connect(listener.port(), SOCKETS);
			for (int i = 0; i < SOCKETS; i++) {
				this.peers.get(i).send(Flow.bytes((int) length));
			}
			Events.until(() -> listener.sockets().stream().mapToLong(TcpSocket::bytesRead).sum() == SOCKETS * length);
			long bytes = this.kept.stream().mapToLong((chunk) -> LoopBuffers.root(chunk).capacity()).sum();
			assertThat(bytes).isLessThan(SOCKETS * (2 * length + 3 * 1024) + LoopBuffers.BYTES);
		}
	}

	@Test
	@DisplayName("B88 nor if a peer asks for TLS and then says hardly anything")
	void whenAHandshakeIsSlowTheChunkIsGivenBack() throws Exception {
		ReloadableTls tls = TestTls.server(TlsProvider.JDK);
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			bytes.skipBytes(8);
			socket.upgradeTls(tls);
			this.kept.add(bytes.retain());
		}).build()); Peer peer = Peer.connect(listener.port())) {
			peer.send("STARTTLS\u0016\u0003\u0001\u0002");
			Events.until(() -> !this.kept.isEmpty());
			TestLoop.settle(this.events.socket());
			assertThat(this.kept.element().refCnt()).isOne();
		}
	}

	@Test
	@DisplayName("B64 what arrives for a socket that was just paused waits in a buffer of its size")
	void whenBytesWaitForAPausedSocketTheirBufferIsSmall() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			this.events.add("whole " + (LoopBuffers.root(bytes).capacity() == LoopBuffers.BYTES));
			socket.pause();
		}).build()); Peer peer = Peer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			peer.send("first");
			this.events.await("data first");
			// After a FIN the transport reads to the end, paused or not.
			peer.send("second").finish();
			Events.until(() -> socket.bytesRead() == 11);
			socket.resume();
			this.events.await("data second");
			assertThat(this.events.all()).containsSequence("data first", "whole true", "data second", "whole false");
		}
	}

	@Test
	@DisplayName("B49 a message to many sockets from one handler does not take a large buffer for each")
	void whenOneMessageGoesToManyTheMemoryIsLittle() throws Exception {
		List<Long> memory = new ArrayList<>();
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			long before = Flow.allDirectMemory();
			for (int i = 0; i < SOCKETS; i++) {
				this.events.socket(i).send(bytes.duplicate());
			}
			memory.add(Flow.allDirectMemory() - before);
		}).build())) {
			this.peers.connect(listener.port(), SOCKETS);
			this.events.socket(SOCKETS - 1);
			this.peers.get(0).send("hello");
			for (int i = 0; i < SOCKETS; i++) {
				assertThat(this.peers.get(i).readText(5)).isEqualTo("hello");
			}
			assertThat(memory.get(0)).isLessThan(SOCKETS * 8 * 1024L);
		}
	}

	@Test
	@DisplayName("B45 to echo a large chunk by reference is not to keep it")
	void whenAChunkIsEchoedItIsLentAgain() throws Exception {
		List<Integer> capacities = new ArrayList<>();
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			capacities.add(LoopBuffers.root(bytes).capacity());
			socket.send(bytes.readSlice(bytes.readableBytes() / 2));
			socket.send(bytes.asReadOnly());
		}).build()); Peer peer = Peer.connect(listener.port())) {
			for (int i = 0; i < 10; i++) {
				assertThat(peer.send(Flow.bytes(20_000)).read(20_000)).isEqualTo(Flow.bytes(20_000));
			}
			assertThat(capacities).containsOnly(LoopBuffers.BYTES);
		}
	}

	@Test
	@DisplayName("B45 nor is it to echo to a slow peer, for whom chunks wait")
	void whenThePeerWasSlowChunksAreLentAgain() throws Exception {
		int length = 3_000_000;
		try (Pair pair = Pair.narrow(this.events.handlers().data((socket, bytes) -> {
			this.events.add("lent " + LoopBuffers.isLent(bytes));
			socket.send(bytes);
		}).build()); Chatter chatter = Chatter.of(pair.peer, Flow.bytes(length))) {
			Flow.untilStalled(this.events.socket());
			pair.peer.read(length);
			chatter.awaitSent();
			pair.peer.send("x").read(1);
			assertThat(this.events.all()).contains("lent false").last().isEqualTo("lent true");
		}
	}

	@Test
	@DisplayName("B32 a chunk that a handler has made smaller is not lent again so")
	void whenAChunkIsMadeSmallerTheNextOneIsWhole() throws Exception {
		List<Integer> capacities = new ArrayList<>();
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			capacities.add(bytes.capacity());
			bytes.capacity(bytes.writerIndex());
			socket.send(bytes);
		}).build()); Peer peer = Peer.connect(listener.port())) {
			for (int i = 0; i < 40; i++) {
				assertThat(peer.send(Flow.bytes(i + 1)).read(i + 1)).isEqualTo(Flow.bytes(i + 1));
			}
			assertThat(capacities).containsOnly(LoopBuffers.BYTES);
		}
	}

	static boolean isEpoll() {
		return TestLoop.LOOP.transport().kind() == Transport.Kind.EPOLL;
	}

}
