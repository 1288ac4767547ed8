package io.tcpboot.autoconfigure.actuate;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Counts by what was counted.
 */
final class Counts {

	private Counts() {
	}

	/**
	 * Return the counts; what has not happened is left out.
	 */
	static <E extends Enum<E>> Map<E, Long> of(Class<E> type, ToLongFunction<E> counter) {
		Map<E, Long> counts = new EnumMap<>(type);
		for (E counted : type.getEnumConstants()) {
			long count = counter.applyAsLong(counted);
			if (count > 0) {
				counts.put(counted, count);
			}
		}
		return counts;
	}

}
