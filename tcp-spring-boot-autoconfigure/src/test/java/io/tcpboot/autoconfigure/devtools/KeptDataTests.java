package io.tcpboot.autoconfigure.devtools;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * What stays the very object, and sockets inside of what does not.
 */
class KeptDataTests {

	private final Generation app = Generation.of("""
			public record Session(Object part, Object other) implements Serializable {
			}
			""", "new Session(null, null)", "((Session) data).part()");

	@Test
	void whenThereIsNoDataThereIsNone() {
		assertThat(carry(null)).isNull();
	}

	@Test
	void whenAllClassesStayItIsTheVeryObject() throws Exception {
		List<Object> data = new ArrayList<>(
				List.of("a", Map.of(1, new byte[] { 2 }), new int[3][4], String.class, Thread.State.NEW));
		assertThat(carry(data)).isSameAs(data);
		assertKept("text");
		assertKept(new Timestamp(0));
		assertKept(MessageDigest.getInstance("SHA-256"));
		assertKept(ByteBuffer.allocate(1));
		assertKept(StandardCharsets.UTF_8.newDecoder());
		assertKept(new Object());
		Inflater inflater = new Inflater();
		assertKept(inflater);
		inflater.end();
	}

	@Test
	void whenItIsABufferItIsTheVeryBuffer() {
		assertBufferKept(Unpooled.buffer());
		assertBufferKept(PooledByteBufAllocator.DEFAULT.directBuffer());
		assertBufferKept(PooledByteBufAllocator.DEFAULT.heapBuffer());
		assertBufferKept(ByteBufAllocator.DEFAULT.buffer());
		assertBufferKept(ByteBufAllocator.DEFAULT.buffer(8).writeLong(1).readSlice(4));
		assertBufferKept(ByteBufAllocator.DEFAULT.compositeBuffer());
		assertBufferKept(ByteBufAllocator.DEFAULT.buffer().asReadOnly());
	}

	@Test
	void whenAPartStaysItIsTheVeryPart() throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-256");
		Object session = session(digest, List.of(digest));
		Object thawed = carry(session);
		assertThat(thawed).isNotSameAs(session);
		assertThat(this.app.describe(thawed)).isSameAs(digest);
		assertThat(thawed).extracting("other").asInstanceOf(LIST).singleElement().isSameAs(digest);
	}

	@Test
	void whenASocketIsInsideItIsFoundByItsId() {
		TcpSocket<?> socket = socket("17");
		FrozenData frozen = FrozenData.freeze(session(socket, List.of(socket)));
		Object thawed = frozen.thaw(this.app.loader(), Map.of("17", socket)::get).data();
		assertThat(this.app.describe(thawed)).isSameAs(socket);
		assertThat(thawed).extracting("other").asInstanceOf(LIST).singleElement().isSameAs(socket);
	}

	@Test
	void whenASocketInsideIsGoneThereIsNone() {
		Object thawed = carry(session(socket("17"), "rest"));
		assertThat(this.app.describe(thawed)).isNull();
		assertThat(thawed).extracting("other").isEqualTo("rest");
	}

	@Test
	void whenSocketsShareASetOfSocketsTheyShareItStill() {
		List<TcpSocket<?>> room = new ArrayList<>(List.of(socket("1"), socket("2")));
		assertThat(carry(room)).isSameAs(room);
		assertKept(socket("3"));
	}

	@Test
	void whenItIsThawedTwiceItIsWholeTwice() {
		FrozenData frozen = FrozenData.freeze(session("a", "b"));
		Object first = frozen.thaw(this.app.loader(), (id) -> null).data();
		Object second = frozen.thaw(this.app.loader(), (id) -> null).data();
		assertThat(second).isEqualTo(first).isNotSameAs(first);
	}

	private void assertBufferKept(ByteBuf buffer) {
		try {
			assertKept(buffer);
			assertThat(this.app.describe(carry(session(buffer, "rest")))).isSameAs(buffer);
		}
		finally {
			buffer.release();
		}
	}

	private void assertKept(Object data) {
		assertThat(carry(data)).isSameAs(data);
	}

	private @Nullable Object carry(@Nullable Object data) {
		ThawedData thawed = FrozenData.freeze(data).thaw(this.app.loader(), (id) -> null);
		assertThat(thawed.failure()).isNull();
		return thawed.data();
	}

	private static TcpSocket<?> socket(String id) {
		return (TcpSocket<?>) Proxy.newProxyInstance(TcpSocket.class.getClassLoader(),
				new Class<?>[] { TcpSocket.class }, (proxy, method, arguments) -> id);
	}

	private Object session(Object part, Object other) {
		try {
			return this.app.loader()
				.loadClass("app.App$Session")
				.getConstructor(Object.class, Object.class)
				.newInstance(part, other);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
