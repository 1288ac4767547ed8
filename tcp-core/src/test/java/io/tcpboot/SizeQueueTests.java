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

	@Test
	void whenRemovedFromBothEndsWhatIsBetweenIsKept() {
		for (int i = 0; i < 4; i++) {
			this.sizes.add(i);
			assertThat(this.sizes.remove()).isEqualTo(i);
		}
		for (int i = 0; i < 6; i++) {
			this.sizes.add(i);
		}
		assertThat(this.sizes.removeLast()).isEqualTo(5);
		assertThat(this.sizes.remove()).isZero();
		assertThat(this.sizes.removeLast()).isEqualTo(4);
		this.sizes.add(7);
		assertThat(this.sizes.removeLast()).isEqualTo(7);
		assertThat(this.sizes.remove()).isOne();
		assertThat(this.sizes.remove()).isEqualTo(2);
		assertThat(this.sizes.remove()).isEqualTo(3);
		assertThat(this.sizes.isEmpty()).isTrue();
	}

}
