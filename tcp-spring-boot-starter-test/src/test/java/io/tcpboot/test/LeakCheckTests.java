package io.tcpboot.test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

/**
 * Tests of {@link FailOnLeak}: the net itself.
 */
class LeakCheckTests {

	@Test
	void whenABufferLeaksTheClassFails() {
		run(Leaking.class).containerEvents()
			.assertThatEvents()
			.haveExactly(1, event(container(Leaking.class),
					finishedWithFailure(message((text) -> text.contains("planted in Leaking")))));
	}

	@Test
	void whenEveryBufferIsReleasedTheClassPasses() {
		EngineExecutionResults results = run(Clean.class);
		results.allEvents().assertStatistics((statistics) -> statistics.failed(0));
		results.testEvents().assertStatistics((statistics) -> statistics.succeeded(1));
	}

	private static EngineExecutionResults run(Class<?> testClass) {
		return EngineTestKit.engine("junit-jupiter").selectors(selectClass(testClass)).execute();
	}

	@FailOnLeak
	static class Leaking {

		@Test
		void leak() {
			ByteBufAllocator.DEFAULT.buffer(64).writeLong(1).touch("planted in Leaking");
		}

	}

	@FailOnLeak
	static class Clean {

		@Test
		void release() {
			ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(64).writeLong(1);
			assertThat(buffer.release()).isTrue();
		}

	}

}
