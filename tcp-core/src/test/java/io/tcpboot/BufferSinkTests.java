package io.tcpboot;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link BufferSink}.
 */
class BufferSinkTests {

	private final BufferSink sink = new BufferSink(10);

	@Test
	@DisplayName("B50 small writes of every kind come out as one buffer, and the sink can be used again")
	void whenFlushedEverythingComesInOneBuffer() {
		this.sink.write("ab");
		this.sink.write(ascii("cd"));
		this.sink.write(ascii("xefx"), 1, 2);
		this.sink.write(Unpooled.wrappedBuffer(ascii("gh")));
		assertThat(this.sink.size()).isEqualTo(8);
		assertThat(flushed()).isEqualTo("abcdefgh");
		assertThat(this.sink.size()).isZero();
		assertThat(flushed()).isEmpty();
		this.sink.write("again");
		assertThat(flushed()).isEqualTo("again");
	}

	@Test
	@DisplayName("B50 a full sink takes a part, then nothing, and says so")
	void whenFullAPartIsTakenThenNothing() {
		ByteBuf bytes = Unpooled.wrappedBuffer(ascii("0123456"));
		assertThat(this.sink.write("0123456")).isEqualTo(7);
		assertThat(this.sink.write(bytes)).isEqualTo(3);
		assertThat(bytes.readerIndex()).isEqualTo(3);
		assertThat(this.sink.write(ascii("x"))).isZero();
		assertThat(this.sink.write("x")).isZero();
		assertThat(flushed()).isEqualTo("0123456012");
	}

	@Test
	@DisplayName("B50 B47 a sink takes whole characters only")
	void whenACharacterDoesNotFitItIsNotTaken() {
		assertThat(this.sink.write("12345678")).isEqualTo(8);
		assertThat(this.sink.write("\u20acx")).isZero();
		assertThat(this.sink.write("\u00e9x")).isOne();
		assertThat(flushed()).isEqualTo("12345678\u00e9");
	}

	@Test
	@DisplayName("B50 an unsent rest that is put back comes before what was appended in between")
	void whenARestIsPutBackItComesFirst() {
		this.sink.write("abcdef");
		ByteBuf all = this.sink.flush();
		this.sink.write("ghi");
		this.sink.putBack(all.skipBytes(4));
		assertThat(this.sink.size()).isEqualTo(5);
		this.sink.write("j");
		assertThat(flushed()).isEqualTo("efghij");
	}

	@Test
	@DisplayName("B50 rests that are put back one after the other keep their order, past the mark too")
	void whenTwoRestsArePutBackNothingIsLost() {
		this.sink.write("abc");
		ByteBuf first = this.sink.flush();
		this.sink.write("defghijklm");
		ByteBuf second = this.sink.flush();
		this.sink.write("nopqrst");
		this.sink.putBack(second);
		this.sink.putBack(first);
		assertThat(this.sink.size()).isEqualTo(20);
		assertThat(this.sink.write("u")).isZero();
		assertThat(flushed()).isEqualTo("abcdefghijklmnopqrst");
	}

	@Test
	@DisplayName("B50 an empty rest changes nothing and is released, and so is one that is joined")
	void whenARestIsPutBackItIsReleased() {
		ByteBuf empty = ByteBufAllocator.DEFAULT.buffer();
		ByteBuf rest = ByteBufAllocator.DEFAULT.buffer().writeBytes(ascii("ab"));
		this.sink.putBack(empty);
		this.sink.putBack(rest);
		this.sink.write("c");
		assertThat(flushed()).isEqualTo("abc");
		assertThat(empty.refCnt()).isZero();
		assertThat(rest.refCnt()).isZero();
	}

	@Test
	@DisplayName("B50 B45 what was passed may be changed at once")
	void whenTheArrayIsChangedTheSinkKeepsTheOldBytes() {
		byte[] bytes = ascii("abc");
		this.sink.write(bytes);
		bytes[0] = 'x';
		assertThat(flushed()).isEqualTo("abc");
	}

	@Test
	@DisplayName("B50 B46 a slice outside the array and a mark of nothing are refused")
	void whenArgumentsAreWrongTheyAreRefused() {
		assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> this.sink.write(new byte[2], 1, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> new BufferSink(0)).withMessageContaining("highWaterMark");
		assertThat(this.sink.size()).isZero();
	}

	private String flushed() {
		ByteBuf all = this.sink.flush();
		String text = all.toString(StandardCharsets.UTF_8);
		all.release();
		return text;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
