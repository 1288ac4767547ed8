package io.tcpboot;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReadGate}.
 */
class ReadGateTests {

	private final ReadGate gate = new ReadGate();

	@Test
	void whenNewItIsOpen() {
		assertThat(this.gate.isOpen()).isTrue();
		assertThat(this.gate.isHeld()).isFalse();
		assertThat(this.gate.hasQueued()).isFalse();
	}

	@Test
	void whenHeldForSeveralReasonsOnlyTheLastReleaseOpens() {
		assertThat(this.gate.hold(ReadGate.PAUSED)).isTrue();
		assertThat(this.gate.hold(ReadGate.BACK_PRESSURE)).isFalse();
		assertThat(this.gate.release(ReadGate.PAUSED)).isFalse();
		assertThat(this.gate.isHeldBy(ReadGate.BACK_PRESSURE)).isTrue();
		assertThat(this.gate.isHeldBy(ReadGate.PAUSED)).isFalse();
		assertThat(this.gate.release(ReadGate.BACK_PRESSURE)).isTrue();
		assertThat(this.gate.isOpen()).isTrue();
	}

	@Test
	void whenHeldTwiceForOneReasonOneReleaseOpens() {
		this.gate.hold(ReadGate.PAUSED);
		assertThat(this.gate.hold(ReadGate.PAUSED)).isFalse();
		assertThat(this.gate.release(ReadGate.PAUSED)).isTrue();
	}

	@Test
	void whenNotHeldAReleaseIsNothing() {
		assertThat(this.gate.release(ReadGate.PAUSED)).isFalse();
		assertThat(this.gate.isOpen()).isTrue();
	}

	@Test
	void whenBytesAreQueuedTheyKeepTheirOrderAndTheGateShut() {
		ByteBuf first = bytes();
		ByteBuf second = bytes();
		this.gate.hold(ReadGate.PAUSED);
		this.gate.queue(first);
		this.gate.queue(second);
		assertThat(this.gate.release(ReadGate.PAUSED)).isTrue();
		assertThat(this.gate.isOpen()).as("open before the queue").isFalse();
		assertThat(this.gate.poll()).isSameAs(first);
		assertThat(this.gate.poll()).isSameAs(second);
		assertThat(this.gate.poll()).isNull();
		assertThat(this.gate.isOpen()).as("open before pollEnd").isFalse();
		assertThat(this.gate.pollEnd()).isFalse();
		assertThat(this.gate.isOpen()).isTrue();
		first.release();
		second.release();
	}

	@Test
	void whenTheEndIsQueuedItIsToldOnce() {
		this.gate.hold(ReadGate.BUSY);
		this.gate.queueEnd();
		this.gate.release(ReadGate.BUSY);
		assertThat(this.gate.hasQueued()).isTrue();
		assertThat(this.gate.poll()).isNull();
		assertThat(this.gate.pollEnd()).isTrue();
		assertThat(this.gate.pollEnd()).isFalse();
		assertThat(this.gate.hasQueued()).isFalse();
	}

	@Test
	void whenDroppingEverythingIsReleased() {
		ByteBuf queued = bytes();
		ByteBuf late = bytes();
		this.gate.hold(ReadGate.PAUSED);
		this.gate.queue(queued);
		assertThat(this.gate.drop()).isFalse();
		this.gate.queue(late);
		assertThat(queued.refCnt()).isZero();
		assertThat(late.refCnt()).isZero();
		assertThat(this.gate.hasQueued()).isFalse();
	}

	@Test
	void whenDroppingAQueuedEndIsToldOnce() {
		this.gate.hold(ReadGate.PAUSED);
		this.gate.queueEnd();
		assertThat(this.gate.drop()).isTrue();
		assertThat(this.gate.drop()).isFalse();
	}

	@Test
	void whenDroppingHoldsMeanNothing() {
		this.gate.drop();
		assertThat(this.gate.isDropping()).isTrue();
		assertThat(this.gate.isOpen()).isFalse();
		assertThat(this.gate.hold(ReadGate.PAUSED)).isFalse();
		assertThat(this.gate.release(ReadGate.PAUSED)).isFalse();
	}

	private static ByteBuf bytes() {
		return Unpooled.buffer(1).writeByte(0);
	}

}
