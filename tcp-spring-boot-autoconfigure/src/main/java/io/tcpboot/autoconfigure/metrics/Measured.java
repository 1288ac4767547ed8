package io.tcpboot.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tcpboot.handler.HandlerPlace;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, by its name, in all registries there are. Whoever has it guards it.
 *
 * @param <T> type of what is measured
 */
final class Measured<T> {

	private final String side;

	private final Consumer<Meters<T>> addMeters;

	private final List<MeterRegistry> registries = new ArrayList<>();

	private final Map<String, T> byName = new HashMap<>();

	private final Map<String, List<Meters<T>>> meters = new HashMap<>();

	Measured(HandlerPlace.Side side, Consumer<Meters<T>> addMeters) {
		this.side = side.tag();
		this.addMeters = addMeters;
	}

	/**
	 * Measure in one more registry.
	 */
	void in(MeterRegistry registry) {
		this.registries.add(registry);
		this.byName.forEach((name, measured) -> measure(name, measured, registry));
	}

	@Nullable T get(String name) {
		return this.byName.get(name);
	}

	void add(String name, T measured) {
		this.byName.put(name, measured);
		this.registries.forEach((registry) -> measure(name, measured, registry));
	}

	private void measure(String name, T measured, MeterRegistry registry) {
		Meters<T> meters = new Meters<>(registry, measured, "tcp." + this.side + ".", Tags.of(this.side, name));
		this.addMeters.accept(meters);
		this.meters.computeIfAbsent(name, (absent) -> new ArrayList<>()).add(meters);
	}

	void remove(String name) {
		this.byName.remove(name);
		List<Meters<T>> meters = this.meters.remove(name);
		if (meters != null) {
			meters.forEach(Meters::remove);
		}
	}

}
