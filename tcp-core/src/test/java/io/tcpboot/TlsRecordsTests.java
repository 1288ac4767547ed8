package io.tcpboot;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.tcpboot.framing.Framing;
import io.tcpboot.test.OpenSslProgram;
import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of application data over OpenSSL, which has a way of its own: nothing is lost,
 * doubled, or out of order on it, nor where it begins, ends, and is left for a while.
 */
@ParameterizedClass
@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
class TlsRecordsTests {

	private static final int SMALL = 100;

	/** Nearly what a record holds at most. */
	private static final int RECORD = 15_000;

	/** Of a record as long as "hello" in TLS 1.3, so that the last one is at its end. */
	private static final int CUTS = 5 + 5 + 1 + 16 + 1;

	private final String protocol;

	private final Events events = new Events();

	private final Queue<ByteBuf> kept = new ConcurrentLinkedQueue<>();

	TlsRecordsTests(String protocol) {
		this.protocol = protocol;
	}

	private TcpListener<String> listen(SocketOptions options, SocketHandlers.Builder<String> handlers) {
		ReloadableTls tls = ReloadableTls
			.server(TestTls.serverOptions(TlsProvider.OPENSSL).protocols(this.protocol).build());
		return TestLoop.LOOP.listen(TestLoop.anyPort().socket(options).tls(tls).build(), handlers.build());
	}

	private TcpListener<String> listen(SocketHandlers.Builder<String> handlers) {
		return listen(SocketOptions.defaults(), handlers);
	}

	private SocketHandlers.Builder<String> echo() {
		return this.events.handlers().data((socket, bytes) -> socket.send(bytes));
	}

	private SocketHandlers.Builder<String> answering(boolean flushing) {
		return this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.send("answer");
			if (flushing) {
				socket.flush();
			}
		});
	}

	private RecordPeer connect(TcpListener<?> listener) throws Exception {
		return RecordPeer.connect(listener.port(), this.protocol);
	}

	private String version() {
		return this.protocol.equals("TLSv1.3") ? "-tls1_3" : "-tls1_2";
	}

	@AfterEach
	void releaseWhatWasKept() {
		this.kept.forEach(ByteBuf::release);
	}

	@ParameterizedTest(name = "{0}, seed {2}")
	@MethodSource("echoes")
	@DisplayName("B38 B32 an echo through a network that cuts and joins comes back whole, whoever takes which part")
	void whenBytesAreCutAndJoinedTheEchoIsWhole(String name, Echo echo, long seed) throws Exception {
		int length = 700_000;
		try (TcpListener<String> listener = listen(this.events.handlers().data(echo::data));
				Cutter between = new Cutter(listener.port(), seed);
				Peer peer = TlsPeer.connect(between.port())) {
			TcpSocket<String> socket = this.events.socket();
			assertThatEchoIsWhole(peer, new Random(seed), length);
			assertThat(socket.bytesRead()).isEqualTo(length);
			Stages.get(socket.flush());
			assertThat(socket.bytesWritten()).isEqualTo(length);
			assertThat(socket.pendingBytes()).isZero();
			assertThat(this.events.count("error")).isZero();
		}
	}

	static Stream<Arguments> echoes() {
		return Stream.of(
		// @formatter:off
				Arguments.of("send", (Echo) TcpSocket::send),
				Arguments.of("read-only", (Echo) (socket, bytes) -> socket.send(bytes.asReadOnly())),
				Arguments.of("flushed", (Echo) (socket, bytes) -> {
					socket.send(bytes.readSlice(bytes.readableBytes() / 2));
					socket.flush();
					socket.send(bytes);
					socket.flush();
				}),
				Arguments.of("small and large in turn", (Echo) (socket, bytes) -> {
					for (int part = 10; bytes.isReadable(); part = (part == 10) ? 9000 : 10) {
						socket.send(bytes.readSlice(Math.min(part, bytes.readableBytes())));
					}
				}),
				Arguments.of("another thread, later", (Echo) Flow::sendLater)
			// @formatter:on
		)
			.flatMap((echo) -> IntStream.range(1, 4)
				.mapToObj((seed) -> Arguments.of(echo.get()[0], echo.get()[1], (long) seed)));
	}

	private static void assertThatEchoIsWhole(Peer peer, Random random, int length) throws Exception {
		CompletableFuture<Void> sent = meanwhile(() -> send(peer, random, length));
		assertThat(Flow.readStream(peer.socket().getInputStream(), 0, length)).isEqualTo(length);
		Stages.get(sent);
	}

	private static void send(Peer peer, Random random, int length) throws IOException {
		for (int at = 0; at < length;) {
			int size = Math.min(length - at, 1 + random.nextInt((random.nextBoolean()) ? SMALL : 40_000));
			peer.send(Flow.bytes(at, size));
			at += size;
		}
	}

	private static CompletableFuture<Void> meanwhile(PeerThread.Work work) {
		return CompletableFuture.runAsync(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}, (run) -> new Thread(run).start());
	}

	@ParameterizedTest(name = "{0}, seed {2}")
	@MethodSource("framings")
	@DisplayName("B38 and so do frames, between two of ours")
	void whenBytesAreCutAndJoinedFramesAreWhole(String name, Framing framing, long seed) throws Exception {
		SocketOptions options = SocketOptions.builder().framing(framing).build();
		ReloadableTls trusting = TestTls.client(TlsProvider.OPENSSL);
		Random random = new Random(seed);
		List<String> frames = Stream.generate(() -> "x".repeat(random.nextInt(30_000)) + random.nextInt())
			.limit(100)
			.toList();
		Queue<String> back = new ConcurrentLinkedQueue<>();
		SocketHandlers<String> collecting = SocketHandlers.<String>builder()
			.data((socket, frame) -> back.add(frame.toString(StandardCharsets.UTF_8)))
			.build();
		try (TcpListener<String> listener = listen(options, echo());
				Cutter between = new Cutter(listener.port(), seed)) {
			TcpSocket<String> client = Stages.get(TestLoop.LOOP.connect(ClientOptions.builder()
				.host("localhost")
				.port(between.port())
				.socket(options)
				.tls(trusting)
				.build(), collecting));
			for (String frame : frames) {
				client.writeFully(frame.getBytes(StandardCharsets.UTF_8));
			}
			Events.until(() -> back.size() == frames.size());
			assertThat(back).containsExactlyElementsOf(frames);
			client.terminate();
		}
	}

	static Stream<Arguments> framings() {
		return Stream.of(Arguments.of("lines", Framing.lines()), Arguments.of("length field", Framing.lengthField(4)))
			.flatMap((framing) -> IntStream.range(1, 3)
				.mapToObj((seed) -> Arguments.of(framing.get()[0], framing.get()[1], (long) seed)));
	}

	@Test
	@DisplayName("B38 and what a codec decodes")
	void whenACodecReadsItSeesEachMessage() throws Exception {
		SocketOptions options = SocketOptions.builder()
			.framing(Framing.codec(() -> List.of(new LengthFieldBasedFrameDecoder(100_000, 0, 2, 0, 2))))
			.build();
		try (TcpListener<String> listener = listen(options, this.events.handlers());
				RecordPeer peer = connect(listener)) {
			String first = "x".repeat(RECORD);
			byte[] record = peer.record((char) (RECORD >> 8) + "" + (char) (RECORD & 0xff) + first);
			byte[] next = peer.record("\0\3abc\0\2d");
			peer.send(Arrays.copyOf(record, 10_000));
			TestLoop.settle(this.events.socket());
			peer.send(Arrays.copyOfRange(record, 10_000, record.length), next);
			this.events.await("data abc");
			peer.send(peer.record("e"));
			assertThat(this.events.await("data de")).containsExactly("open", "data " + first, "data abc", "data de");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("B87 behind a damaged record nothing is delivered, and it is told once and to the peer, whatever is being sent")
	void whenTheSecondRecordIsDamagedItIsToldOnce(boolean flushing) throws Exception {
		try (TcpListener<String> listener = listen(answering(flushing)); RecordPeer peer = connect(listener)) {
			peer.send(peer.record("good"), peer.damaged("bad"), peer.record("more"), peer.record("still more"));
			assertThat(this.events.awaitClose()).hasSize(4)
				.startsWith("open", "data good")
				.endsWith("close TLS_FAILURE");
			assertThat(this.events.all().get(2)).startsWith("error ");
			assertThat(peer.readEnd()).contains("bad_record_mac");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("B87 and so it is if the damaged record is the last")
	void whenTheLastRecordIsDamagedItIsToldOnce(boolean flushing) throws Exception {
		try (TcpListener<String> listener = listen(answering(flushing)); RecordPeer peer = connect(listener)) {
			peer.send(peer.record("good"), peer.damaged("bad"));
			assertThat(this.events.awaitClose()).hasSize(4)
				.startsWith("open", "data good")
				.endsWith("close TLS_FAILURE");
			assertThat(peer.readEnd()).contains("bad_record_mac");
		}
	}

	@Test
	@DisplayName("B54 bytes behind the peer's close_notify are nobody's, with it and after it")
	void whenBytesComeBehindCloseNotifyTheyAreDropped() throws Exception {
		SocketHandlers.Builder<String> handlers = this.events.handlers().end((socket) -> this.events.add("end"));
		try (TcpListener<String> listener = listen(handlers); RecordPeer peer = connect(listener)) {
			byte[] last = peer.record("last");
			peer.send(last, peer.closeNotify(), last, "no TLS at all".getBytes());
			assertThat(this.events.awaitClose()).containsExactly("open", "data last", "end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B54 nor do they fill the memory of one whose peer takes nothing")
	void whenMuchComesBehindCloseNotifyNothingGrows() throws Exception {
		SocketHandlers.Builder<String> handlers = this.events.handlers().open((socket) -> {
			this.events.open(socket);
			Flow.fill(socket);
		});
		try (TcpListener<String> listener = listen(handlers); RecordPeer peer = connect(listener)) {
			Flow.untilStalled(this.events.socket());
			peer.send(peer.closeNotify(), new byte[1]);
			this.events.await("end");
			long before = Flow.allDirectMemory();
			for (int i = 0; i < 200; i++) {
				peer.send(new byte[100_000]);
			}
			assertThat(Flow.allDirectMemory() - before).isLessThan(10_000_000);
		}
	}

	@Test
	@DisplayName("B56 one that has ended sees at once what arrives, however long a record is")
	void whenEndedAWholeRecordIsSeenAtOnce() throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().open((socket) -> {
			this.events.open(socket);
			socket.end("bye");
		}).data((socket, bytes) -> {
			this.kept.add(bytes.retain());
			this.events.data(socket, bytes);
		})); RecordPeer peer = connect(listener)) {
			peer.readText(3);
			TcpSocket<String> socket = this.events.socket();
			Events.until(socket::isHalfClosed);
			String text = "x".repeat(RECORD);
			for (int i = 1; i < 4; i++) {
				byte[] record = peer.record(text);
				peer.send(Arrays.copyOf(record, record.length - SMALL));
				TestLoop.settle(socket);
				peer.send(Arrays.copyOfRange(record, record.length - SMALL, record.length));
				long all = (long) i * RECORD;
				Events.until(() -> socket.bytesRead() == all, () -> socket.bytesRead() + " instead of " + all);
			}
			assertThat(this.events.received()).isEqualTo(text.repeat(3));
			peer.send(peer.closeNotify());
			this.events.awaitClose();
			assertThat(this.events.story()).endsWith("end", "close LOCAL_END");
		}
	}

	@Test
	@DisplayName("B64 of several records in one read, those behind a pause wait, and the end behind them")
	void whenPausedInTheMiddleTheRestWaits() throws Exception {
		SocketHandlers.Builder<String> handlers = this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.pause();
		});
		try (TcpListener<String> listener = listen(handlers); RecordPeer peer = connect(listener)) {
			TcpSocket<String> socket = this.events.socket();
			StringBuilder all = new StringBuilder();
			List<byte[]> records = new ArrayList<>();
			for (int i = 0; i < 12; i++) {
				String text = ("" + (char) ('a' + i)).repeat(RECORD);
				all.append(text);
				records.add(peer.record(text));
			}
			records.add(peer.closeNotify());
			peer.send(records.toArray(byte[][]::new));
			for (int i = 0; i < 1000 && this.events.count("close") == 0; i++) {
				TestLoop.settle(socket);
				int before = this.events.all().size();
				TestLoop.settle(socket);
				assertThat(this.events.all()).hasSize(before);
				socket.resume();
			}
			assertThat(this.events.received()).isEqualTo(all.toString());
			assertThat(this.events.story()).hasSize(4).endsWith("end", "close PEER_END");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "K", "k" })
	@DisplayName("B87 keys may change in the middle")
	void whenThePeerChangesItsKeysBytesGoBothWays(String command) throws Exception {
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, bytes) -> {
			this.events.data(socket, bytes);
			socket.send("echo " + bytes.toString(StandardCharsets.UTF_8));
		})); OpenSslProgram client = OpenSslProgram.client(listener.port(), "-tls1_3")) {
			assumeTrue(this.protocol.equals("TLSv1.3"), "TLS 1.2 cannot");
			client.await("Verify return code").tell("one\n").await("echo one");
			for (int i = 0; i < 3; i++) {
				client.tell(command + "\n").await("KEYUPDATE").tell("after " + i + "\n").await("echo after " + i);
				this.events.socket().send("unasked " + i + "\n");
				client.await("unasked " + i);
			}
			client.tell("Q\n").awaitEnd();
			this.events.awaitClose();
			assertThat(this.events.all()).endsWith("end", "close PEER_END");
		}
	}

	@Test
	@DisplayName("B87 records may be padded, close_notify too")
	void whenRecordsArePaddedTheEndIsClean() throws Exception {
		try (TcpListener<String> listener = listen(answering(false));
				OpenSslProgram client = OpenSslProgram.client(listener.port(), version(), "-record_padding", "512")) {
			client.await("Verify return code").tell("one\n").await("answer").tell("two\n");
			this.events.awaitReceived("one\ntwo\n");
			client.tell("Q\n").awaitEnd();
			assertThat(this.events.awaitClose()).containsExactly("open", "data one\n", "data two\n", "end",
					"close PEER_END");
		}
	}

	@Test
	@DisplayName("B87 a client whose server renegotiates once goes on")
	void whenTheServerRenegotiatesOnceBytesGoBothWays() throws Exception {
		assumeTrue(this.protocol.equals("TLSv1.2"), "TLS 1.3 cannot");
		List<String> arguments = new ArrayList<>(List.of("-tls1_2"));
		arguments.addAll(List.of(TlsFiles.own(TestTls.LOCALHOST)));
		try (OpenSslProgram server = OpenSslProgram.server(arguments.toArray(String[]::new))) {
			ReloadableTls tls = TestTls.client(TlsProvider.OPENSSL);
			TcpSocket<String> socket = Stages.get(TestLoop.LOOP.connect(
					ClientOptions.builder().host("localhost").port(server.port()).tls(tls).build(),
					this.events.handlers().build()));
			socket.send("one\n");
			server.await("one").tell("r\n");
			for (int i = 0; i < 300; i++) {
				socket.send("line " + i + "\n");
				TestLoop.settle(socket);
			}
			server.await("line 299").tell("three\n");
			this.events.awaitReceived("three\n");
			socket.send("four\n");
			server.await("four");
			assertThat(this.events.count("error")).isZero();
			socket.terminate();
		}
	}

	@Test
	@DisplayName("B42 to a peer that reads nothing little is pending, and when it reads it gets all")
	void whenThePeerReadsLateTheStreamIsWhole() throws Exception {
		int length = 5_000_000;
		int mark = 100_000;
		AtomicLong position = new AtomicLong();
		AtomicLong most = new AtomicLong();
		SocketHandlers.Builder<String> handlers = this.events.handlers().open((socket) -> {
			this.events.open(socket);
			write(socket, position, most, length);
		}).drain((socket) -> write(socket, position, most, length));
		SocketOptions options = SocketOptions.builder().highWaterMark(mark).sendBufferSize(8 * 1024).build();
		try (TcpListener<String> listener = listen(options, handlers);
				Peer peer = TlsPeer.upgrade(Peer.connectNarrow(listener.port()))) {
			TcpSocket<String> socket = this.events.socket();
			Flow.untilStalled(socket);
			assertThat(Flow.readStream(peer.socket().getInputStream(), 0, length / 2)).isEqualTo(length / 2);
			Flow.untilStalled(socket);
			assertThat(Flow.readStream(peer.socket().getInputStream(), length / 2, length)).isEqualTo(length);
			assertThat(most.get()).isBetween((long) mark / 2, (long) mark);
			// The peer may have read the last bytes before they are counted.
			Events.until(() -> socket.pendingBytes() == 0);
			assertThat(socket.bytesWritten()).isEqualTo(length);
		}
	}

	private static void write(TcpSocket<?> socket, AtomicLong position, AtomicLong most, int length) {
		int size = 1;
		while (position.get() < length) {
			size = size % 50_000 * 3 + 1;
			int taken = socket.write(Flow.bytes(position.get(), (int) Math.min(size, length - position.get())));
			most.accumulateAndGet(socket.pendingBytes(), Math::max);
			if (taken <= 0) {
				return;
			}
			position.addAndGet(taken);
		}
	}

	@Test
	@DisplayName("B38 while the wiretap comes and goes nothing gets out of order")
	void whenTheWiretapComesAndGoesTheEchoIsWhole() throws Exception {
		int length = 3_000_000;
		SocketOptions options = SocketOptions.builder().sendBufferSize(8 * 1024).build();
		try (LogCapture log = new LogCapture("io.tcpboot.wiretap.tapped");
				TcpListener<String> listener = listen(options, echo());
				Peer peer = TlsPeer.upgrade(Peer.connectNarrow(listener.port()))) {
			TcpSocket<String> socket = this.events.socket();
			CountDownLatch over = new CountDownLatch(1);
			CompletableFuture<Void> tapping = meanwhile(() -> {
				for (int i = 0; over.getCount() > 0; i++) {
					socket.wiretap((i % 2 == 0) ? Duration.ofSeconds(10) : Duration.ZERO);
					Stages.get(socket.flush());
				}
			});
			assertThatEchoIsWhole(peer, new Random(1), length);
			over.countDown();
			Stages.get(tapping);
			Stages.get(socket.flush());
			assertThat(socket.bytesWritten()).isEqualTo(length);
			assertThat(log.all()).isNotNull();
		}
	}

	@Test
	@DisplayName("B38 what each thread sends stays in its order, while the event loop answers")
	void whenManyThreadsSendEachKeepsItsOrder() throws Exception {
		int threads = 3;
		int messages = 2000;
		SocketOptions options = SocketOptions.builder().framing(Framing.lines()).build();
		try (TcpListener<String> listener = listen(options,
				this.events.handlers().data((socket, line) -> socket.send(line)));
				Peer peer = TlsPeer.connect(listener.port())) {
			TcpSocket<String> socket = this.events.socket();
			List<CompletableFuture<Void>> sending = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				String name = "thread" + i + " ";
				sending.add(meanwhile(() -> {
					for (int j = 0; j < messages; j++) {
						String line = name + j + " " + "x".repeat((j % 7 == 0) ? 6000 : j % 50);
						socket.writeFully(line.getBytes(StandardCharsets.UTF_8));
						if (j % 5 == 0) {
							// So that the kernel has all at times.
							Stages.get(socket.flush());
						}
					}
				}));
			}
			sending.add(meanwhile(() -> {
				for (int j = 0; j < messages; j++) {
					peer.send("echo " + j + " \n");
				}
			}));
			assertThatEachIsInOrder(peer.socket().getInputStream(), (threads + 1) * messages, messages);
			sending.forEach(Stages::get);
		}
	}

	private static void assertThatEachIsInOrder(InputStream in, int lines, int messages) throws Exception {
		BufferedReader reader = new BufferedReader(new InputStreamReader(in));
		Map<String, Integer> next = new HashMap<>();
		for (int i = 0; i < lines; i++) {
			String[] words = reader.readLine().split(" ", 3);
			assertThat(Integer.parseInt(words[1])).isEqualTo(next.getOrDefault(words[0], 0));
			next.merge(words[0], 1, (before, one) -> (before == 0) ? 1 : before + one);
		}
		assertThat(next.values()).containsOnly(messages);
	}

	@Test
	@DisplayName("B32 a chunk that is retained keeps its bytes while the same and other sockets are read and written")
	void whenOthersAreReadARetainedChunkKeepsItsBytes() throws Exception {
		SocketHandlers.Builder<String> handlers = this.events.handlers().data((socket, bytes) -> {
			this.kept.add(bytes.retain());
			socket.send(bytes.duplicate());
			socket.flush();
		});
		try (TcpListener<String> listener = listen(handlers);
				RecordPeer peer = connect(listener);
				RecordPeer other = connect(listener)) {
			for (int i = 0; i < 10; i++) {
				// In one segment: the second one may be decrypted before the first is
				// released.
				peer.send(peer.record("peer" + i));
				peer.readText((i + 1) * 5);
				other.send(other.record("other"), other.record("" + i));
				other.readText((i + 1) * 6);
			}
			StringBuilder text = new StringBuilder();
			this.kept.forEach((chunk) -> text.append(chunk.toString(StandardCharsets.UTF_8)));
			assertThat(text.toString())
				.isEqualTo(IntStream.range(0, 10).mapToObj((i) -> "peer" + i + "other" + i).reduce("", String::concat));
		}
	}

	@Test
	@DisplayName("B45 one read-only buffer may go to many sockets of many event loops at once")
	void whenOneBufferGoesToManyEachGetsItWhole() throws Exception {
		int length = 60_000;
		int rounds = 50;
		ByteBuf bytes = ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(Flow.bytes(length));
		List<Peer> peers = new ArrayList<>();
		try (TcpListener<String> listener = listen(this.events.handlers().data((socket, read) -> {
			for (int i = 0; i < read.readableBytes(); i++) {
				socket.send(bytes.asReadOnly());
			}
		}))) {
			for (int i = 0; i < 8; i++) {
				peers.add(TlsPeer.connect(listener.port()));
			}
			for (int i = 0; i < rounds; i++) {
				for (Peer peer : peers) {
					peer.send("x");
				}
				for (Peer peer : peers) {
					Received.assertWhole(peer.read(length), Flow.bytes(length));
				}
			}
		}
		finally {
			for (Peer peer : peers) {
				peer.close();
			}
			bytes.release();
		}
	}

	@Test
	@DisplayName("B32 sockets that echo small messages take no memory for it")
	void whenSmallMessagesAreEchoedTheMemoryDoesNotGrow() throws Exception {
		try (TcpListener<String> listener = listen(echo()); Peer peer = TlsPeer.connect(listener.port())) {
			byte[] bytes = Flow.bytes(SMALL);
			for (int i = 0; i < 200; i++) {
				peer.send(bytes).read(SMALL);
			}
			long before = Flow.allDirectMemory() + Flow.directMemory();
			for (int i = 0; i < 2000; i++) {
				assertThat(peer.send(bytes).read(SMALL)).isEqualTo(bytes);
				assertThat(Flow.allDirectMemory() + Flow.directMemory() - before)
					.isLessThanOrEqualTo(LoopBuffers.BYTES);
			}
		}
	}

	@Test
	@DisplayName("B79 wherever the record behind the handshake is cut, it is delivered")
	void whenARecordIsCutBehindTheHandshakeItIsDelivered() throws Exception {
		assumeTrue(this.protocol.equals("TLSv1.3"), "the server has the last word");
		try (TcpListener<String> listener = listen(answering(false))) {
			for (int cut = 0; cut < CUTS; cut++) {
				ByteArrayOutputStream last = new ByteArrayOutputStream();
				try (RecordPeer peer = RecordPeer.connect(listener.port(), last)) {
					int at = last.size() + cut;
					last.writeBytes(peer.record("hello"));
					byte[] all = last.toByteArray();
					peer.send(Arrays.copyOf(all, at));
					this.events.socket(cut);
					peer.send(Arrays.copyOfRange(all, at, all.length));
					assertThat(peer.readText(6)).startsWith("answer");
				}
			}
			assertThat(this.events.received()).isEqualTo("hello".repeat(CUTS));
		}
	}

	/**
	 * What a handler does.
	 */
	@FunctionalInterface
	interface Echo {

		void data(TcpSocket<String> socket, ByteBuf bytes) throws Exception;

	}

}
