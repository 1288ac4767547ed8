package io.tcpboot;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Utf8}.
 */
class Utf8Tests {

	@Test
	@DisplayName("B47 as many whole characters as fit, for every number of bytes")
	void whenBytesAreFewOnlyWholeCharactersFit() {
		String text = "a\u00e9\u20ac\ud83d\ude00z";
		int[] expected = { 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 5, 6, 6 };
		for (int bytes = 0; bytes < expected.length; bytes++) {
			int chars = Utf8.charsWithin(text, bytes);
			assertThat(chars).isEqualTo(expected[bytes]);
			assertThat(text.substring(0, chars).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(bytes);
		}
	}

	@Test
	@DisplayName("B47 half of a surrogate pair counts as the question mark that is written for it")
	void whenASurrogateIsAloneItIsOneByte() {
		assertThat(Utf8.charsWithin("\ud83d", 1)).isOne();
		assertThat(Utf8.charsWithin("\ud83dx", 1)).isOne();
		assertThat(Utf8.charsWithin("\ude00\ud83d", 2)).isEqualTo(2);
	}

}
