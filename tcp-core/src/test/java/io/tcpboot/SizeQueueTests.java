package io.tcpboot;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SizeQueue}.
 */
class SizeQueueTests {

	private final SizeQueue sizes = new SizeQueue();

	@Test
	void whenTheRingGrowsAfterItWrappedTheOrderIsKept() {
		int added = 0;
		int removed = 0;
		for (int round = 0; round < 50; round++) {
			for (int i = 0; i < 3; i++) {
				this.sizes.add(added++);
			}
			assertThat(this.sizes.remove()).isEqualTo(removed++);
		}
		while (!this.sizes.isEmpty()) {
			assertThat(this.sizes.remove()).isEqualTo(removed++);
		}
		assertThat(removed).isEqualTo(added);
	}

}
