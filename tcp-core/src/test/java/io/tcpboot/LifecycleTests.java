package io.tcpboot;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.tcpboot.Lifecycle.CLOSED;
import static io.tcpboot.Lifecycle.ENDED;
import static io.tcpboot.Lifecycle.ENDING;
import static io.tcpboot.Lifecycle.FLUSHING;
import static io.tcpboot.Lifecycle.LINGERING;
import static io.tcpboot.Lifecycle.NEW;
import static io.tcpboot.Lifecycle.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link Lifecycle}: its drawing, arrow by arrow.
 */
class LifecycleTests {

	private static final Map<Lifecycle, Set<Lifecycle>> ARROWS = Map.of(
	// @formatter:off
			NEW, EnumSet.of(OPEN, CLOSED),
			OPEN, EnumSet.of(ENDING, FLUSHING, CLOSED),
			ENDING, EnumSet.of(ENDED, FLUSHING, CLOSED),
			ENDED, EnumSet.of(LINGERING, CLOSED),
			FLUSHING, EnumSet.of(LINGERING, CLOSED),
			LINGERING, EnumSet.of(CLOSED),
			CLOSED, EnumSet.noneOf(Lifecycle.class));
	// @formatter:on

	@ParameterizedTest(name = "{0} --> {1}")
	@MethodSource
	void whenStepIsDrawnItIsTaken(Lifecycle from, Lifecycle target) {
		assertThat(from.to(target)).isSameAs(target);
	}

	static List<Arguments> whenStepIsDrawnItIsTaken() {
		return steps(true);
	}

	@ParameterizedTest(name = "{0} -x-> {1}")
	@MethodSource
	void whenStepIsNotDrawnBothNamesAreTold(Lifecycle from, Lifecycle target) {
		assertThatIllegalStateException().isThrownBy(() -> from.to(target))
			.withMessage("socket is " + from + ", cannot become " + target);
	}

	static List<Arguments> whenStepIsNotDrawnBothNamesAreTold() {
		return steps(false);
	}

	@ParameterizedTest
	@EnumSource
	void whenDataIsDeliveredTheSocketIsOpenOrOnlyEnded(Lifecycle life) {
		assertThat(life.isDelivering()).isEqualTo(EnumSet.of(OPEN, ENDING, ENDED).contains(life));
	}

	@Test
	void whenFinIsDueItIsNotSentYet() {
		assertThat(Lifecycle.values()).filteredOn(Lifecycle::isFinishing).containsExactly(ENDING, FLUSHING);
		assertThat(Lifecycle.values()).filteredOn(Lifecycle::isFinSent).containsExactly(ENDED, LINGERING);
	}

	private static List<Arguments> steps(boolean drawn) {
		List<Arguments> steps = new ArrayList<>();
		for (Lifecycle from : Lifecycle.values()) {
			for (Lifecycle target : Lifecycle.values()) {
				if (ARROWS.get(from).contains(target) == drawn) {
					steps.add(Arguments.of(from, target));
				}
			}
		}
		return steps;
	}

}
