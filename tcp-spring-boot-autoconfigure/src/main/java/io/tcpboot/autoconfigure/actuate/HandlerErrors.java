package io.tcpboot.autoconfigure.actuate;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.tcpboot.HandlerEvent;

/**
 * How often handlers have thrown something.
 */
final class HandlerErrors {

	private HandlerErrors() {
	}

	/**
	 * Return the counts by event; what has not happened is left out.
	 */
	static Map<HandlerEvent, Long> of(ToLongFunction<HandlerEvent> counter) {
		Map<HandlerEvent, Long> errors = new EnumMap<>(HandlerEvent.class);
		for (HandlerEvent event : HandlerEvent.values()) {
			long count = counter.applyAsLong(event);
			if (count > 0) {
				errors.put(event, count);
			}
		}
		return errors;
	}

}
