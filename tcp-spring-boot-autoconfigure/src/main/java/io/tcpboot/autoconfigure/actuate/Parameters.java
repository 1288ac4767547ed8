package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Reads the parameters of a request. They come as text, so that a wrong one can be named
 * in the answer; an empty one counts as not given.
 */
final class Parameters {

	private Parameters() {
	}

	static int number(String name, @Nullable String text, int usual, int least, int most) {
		String expected = (most == Integer.MAX_VALUE) ? "a number, at least " + least
				: "a number from " + least + " to " + most;
		int value = read(name, text, usual, expected, Integer::parseInt);
		if (value < least || value > most) {
			throw InvalidParameterException.of(name, value, expected);
		}
		return value;
	}

	static Duration duration(String name, @Nullable String text, Duration usual) {
		String expected = "a duration such as 30s, 5m or PT5M";
		Duration value = read(name, text, usual, expected, Parameters::duration);
		if (value.isNegative()) {
			throw InvalidParameterException.of(name, String.valueOf(text), expected);
		}
		return value;
	}

	private static Duration duration(String text) {
		Duration duration = DurationStyle.detectAndParse(text);
		// Without a unit it would be milliseconds, which is not what somebody means who
		// leaves it out.
		if (!duration.isZero() && text.chars().noneMatch(Character::isLetter)) {
			throw new IllegalArgumentException("no unit");
		}
		return duration;
	}

	static long size(String name, @Nullable String text) {
		String expected = "a size such as 500 or 64KB";
		long value = read(name, text, 0L, expected, (size) -> DataSize.parse(size).toBytes());
		if (value < 0) {
			throw InvalidParameterException.of(name, String.valueOf(text), expected);
		}
		return value;
	}

	static SocketOrder order(String name, @Nullable String text) {
		return read(name, text, SocketOrder.AGE, "one of age, idle, pending, bytes",
				(order) -> SocketOrder.valueOf(order.toUpperCase(Locale.ROOT)));
	}

	private static <T> T read(String name, @Nullable String text, T usual, String expected,
			Function<String, T> parser) {
		try {
			return (text == null || text.isBlank()) ? usual : parser.apply(text.trim());
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw InvalidParameterException.of(name, text, expected);
		}
	}

}
