package io.tcpboot.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tcpboot.HandlerEvent;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one server or client in one registry. Each is read when the registry is:
 * nothing is counted twice, and nothing while nobody looks.
 *
 * @param <T> type of what is measured
 */
final class Meters<T> {

	private static final String BYTES = "bytes";

	private final MeterRegistry registry;

	private final T measured;

	private final String prefix;

	private final Tags tags;

	private final List<Meter> meters = new ArrayList<>();

	Meters(MeterRegistry registry, T measured, String prefix, Tags tags) {
		this.registry = registry;
		this.measured = measured;
		this.prefix = prefix;
		this.tags = tags;
	}

	void counter(String name, String description, ToDoubleFunction<T> count) {
		counter(name, Tags.empty(), description, count);
	}

	void counter(String name, Tags more, String description, ToDoubleFunction<T> count) {
		counter(name, more, description, null, count);
	}

	private void counter(String name, Tags more, String description, @Nullable String unit, ToDoubleFunction<T> count) {
		this.meters.add(FunctionCounter.builder(this.prefix + name, this.measured, count)
			.tags(this.tags.and(more))
			.description(description)
			.baseUnit(unit)
			.register(this.registry));
	}

	void handlerErrors(HandlerEvent event, ToDoubleFunction<T> count) {
		counter("handler.errors", tag("event", event), "Times that a handler has thrown something", count);
	}

	void backPressure(ToDoubleFunction<T> refusedWrites, ToDoubleFunction<T> heldReads) {
		String description = "Times that a peer did not keep up";
		counter("backpressure.events", Tags.of("action", "write_refused"), description, refusedWrites);
		counter("backpressure.events", Tags.of("action", "read_held"), description, heldReads);
	}

	static Tags tag(String key, Enum<?> value) {
		return Tags.of(key, value.name().toLowerCase(Locale.ROOT));
	}

	void bytes(String name, String description, ToDoubleFunction<T> count) {
		counter(name, Tags.empty(), description, BYTES, count);
	}

	void gauge(String name, String description, ToDoubleFunction<T> value) {
		gauge(name, description, null, value);
	}

	private void gauge(String name, String description, @Nullable String unit, ToDoubleFunction<T> value) {
		this.meters.add(Gauge.builder(this.prefix + name, this.measured, value)
			.tags(this.tags)
			.description(description)
			.baseUnit(unit)
			.register(this.registry));
	}

	void bytesNow(String name, String description, ToDoubleFunction<T> value) {
		gauge(name, description, BYTES, value);
	}

	void remove() {
		this.meters.forEach(this.registry::remove);
	}

}
