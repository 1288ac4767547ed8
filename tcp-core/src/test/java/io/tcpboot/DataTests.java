package io.tcpboot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the bytes that arrive.
 */
class DataTests {

	private final Events events = new Events();

	private final Queue<ByteBuf> kept = new ConcurrentLinkedQueue<>();

	@Test
	@DisplayName("B32 a chunk that is retained holds the same bytes later")
	void whenAChunkIsRetainedItKeepsItsBytes() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			this.kept.add(bytes.retain());
			this.events.data(socket, bytes);
		}).build())) {
			pair.peer.send("first");
			this.events.await("data first");
			pair.peer.send("other");
			this.events.await("data other");
			ByteBuf first = this.kept.remove();
			assertThat(first.toString(StandardCharsets.UTF_8)).isEqualTo("first");
			assertThat(first.refCnt()).isOne();
			first.release();
			this.kept.remove().release();
		}
	}

	@Test
	@DisplayName("B32 a chunk is borrowed: one that was not retained refuses to be read later")
	void whenAChunkIsNotRetainedItCannotBeReadLater() throws Exception {
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			this.kept.add(bytes);
			this.events.data(socket, bytes);
		}).build())) {
			pair.peer.send("first");
			this.events.await("data first");
			Flow.onLoop(this.events.socket(), () -> true);
			assertThatExceptionOfType(IllegalReferenceCountException.class)
				.isThrownBy(() -> this.kept.remove().getByte(0));
		}
	}

	@Test
	@DisplayName("B33 the stream is the same however it was cut when it was sent")
	void whenBytesAreSentInPiecesOfAnySizeTheStreamIsPreserved() throws Exception {
		int[] pieces = { 1, 1, 2, 3, 1000, 1, 64 * 1024, 1, 64 * 1024 + 1, 512 * 1024, 7, 1024 * 1024 };
		ByteArrayOutputStream received = new ByteArrayOutputStream();
		try (Pair pair = Pair.accepted(this.events.handlers()
			.data((socket, bytes) -> bytes.readBytes(received, bytes.readableBytes()))
			.build())) {
			int position = 0;
			for (int piece : pieces) {
				pair.peer.send(Flow.bytes(position, piece));
				position += piece;
			}
			pair.peer.finish();
			this.events.awaitClose();
			assertThat(received.toByteArray()).isEqualTo(Flow.bytes(position));
		}
	}

	@Test
	@DisplayName("B33 single bytes come through as they are sent")
	void whenSingleBytesAreSentEachIsDelivered() throws Exception {
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		try (Pair pair = Pair.accepted(this.events.handlers().data((socket, bytes) -> {
			sizes.add(bytes.readableBytes());
			socket.send(bytes);
		}).build())) {
			for (String letter : List.of("a", "b", "c")) {
				assertThat(pair.peer.send(letter).readText(1)).isEqualTo(letter);
			}
			assertThat(sizes).containsExactly(1, 1, 1);
		}
	}

}
