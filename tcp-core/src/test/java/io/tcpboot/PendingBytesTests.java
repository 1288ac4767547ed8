package io.tcpboot;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PendingBytes}.
 */
class PendingBytesTests {

	private final PendingBytes pending = new PendingBytes(
			SocketOptions.builder().highWaterMark(10).lowWaterMark(4).maxPending(20).build());

	private int refusals;

	private void refused() {
		this.refusals++;
	}

	@Test
	@DisplayName("B39 what fits below the mark is accepted, and no more")
	void whenMoreThanTheRoomIsOfferedTheRoomIsTaken() {
		assertThat(this.pending.accept(6, this::refused)).isEqualTo(6);
		assertThat(this.pending.accept(6, this::refused)).isEqualTo(4);
		assertThat(this.pending.accept(6, this::refused)).isZero();
		assertThat(this.pending.count()).isEqualTo(10);
		assertThat(this.pending.isWritable()).isFalse();
	}

	@Test
	@DisplayName("B42 drain is due once, when the low-water mark is reached after a refusal")
	void whenRefusedDrainIsDueOnceAtTheLowMark() {
		this.pending.accept(11, this::refused);
		this.pending.release(5);
		assertThat(this.pending.takeDrain()).isFalse();
		this.pending.release(1);
		assertThat(this.pending.isDrainDue()).isTrue();
		assertThat(this.pending.takeDrain()).isTrue();
		assertThat(this.pending.takeDrain()).isFalse();
		assertThat(this.pending.count()).isEqualTo(4);
	}

	@Test
	@DisplayName("B43 no drain is due when everything was accepted, or by one who waits by himself")
	void whenNothingWasRefusedNoDrainIsDue() {
		this.pending.accept(10, this::refused);
		this.pending.accept(0, this::refused);
		this.pending.acceptWithoutDrain(1);
		this.pending.release(10);
		assertThat(this.pending.takeDrain()).isFalse();
	}

	@Test
	@DisplayName("B48 all or nothing goes up to the larger bound, and a refusal makes drain due")
	void whenAllDoesNotFitNothingIsTaken() {
		assertThat(this.pending.acceptAll(15, this::refused)).isTrue();
		assertThat(this.pending.isAboveHigh()).isTrue();
		assertThat(this.pending.acceptAll(6, this::refused)).isFalse();
		assertThat(this.pending.acceptAll(5, this::refused)).isTrue();
		assertThat(this.pending.count()).isEqualTo(20);
		assertThat(this.pending.accept(1, this::refused)).isZero();
		this.pending.release(20);
		assertThat(this.pending.takeDrain()).isTrue();
	}

	@Test
	@DisplayName("B40 after the end everything is answered with closed, and what is pending stays counted")
	void whenClosedNothingIsAccepted() {
		this.pending.accept(11, this::refused);
		assertThat(this.pending.acceptLast(100)).isTrue();
		assertThat(this.pending.isClosed()).isTrue();
		assertThat(this.pending.accept(0, this::refused)).isEqualTo(TcpSocket.CLOSED);
		assertThat(this.pending.room()).isEqualTo(TcpSocket.CLOSED);
		assertThat(this.pending.acceptAll(0, this::refused)).isFalse();
		assertThat(this.pending.acceptLast(0)).isFalse();
		assertThat(this.pending.count()).isEqualTo(110);
		this.pending.release(110);
		assertThat(this.pending.takeDrain()).isFalse();
		assertThat(this.pending.isWritable()).isFalse();
	}

	@Test
	@DisplayName("B47 what was chosen for a room is not taken when the room has changed")
	void whenTheRoomHasChangedNothingIsTaken() {
		int room = this.pending.room();
		this.pending.accept(3, this::refused);
		assertThat(this.pending.acceptWithin(room, 3, true, this::refused)).isFalse();
		assertThat(this.pending.acceptWithin(this.pending.room(), 3, false, this::refused)).isTrue();
		assertThat(this.pending.count()).isEqualTo(6);
		this.pending.release(6);
		assertThat(this.pending.takeDrain()).isTrue();
	}

	@Test
	void whenRefusedAgainThatIsOneRefusalUntilThereIsRoom() {
		this.pending.accept(11, this::refused);
		this.pending.accept(1, this::refused);
		this.pending.acceptAll(11, this::refused);
		this.pending.acceptFrame(1, this::refused);
		this.pending.acceptWithin(0, 0, false, this::refused);
		assertThat(this.refusals).isOne();
		this.pending.release(5);
		this.pending.accept(6, this::refused);
		assertThat(this.refusals).isOne();
		this.pending.release(6);
		this.pending.acceptAll(17, this::refused);
		assertThat(this.refusals).isEqualTo(2);
	}

	@Test
	void whenAPartOfATextOrAFrameIsRefusedThatIsARefusal() {
		this.pending.acceptWithin(this.pending.room(), 3, false, this::refused);
		assertThat(this.refusals).isOne();
		this.pending.release(3);
		this.pending.accept(5, this::refused);
		this.pending.acceptFrame(6, this::refused);
		assertThat(this.refusals).isEqualTo(2);
	}

	@Test
	void whenItIsTooLargeOrTheCallerWaitsOrItIsOverNothingIsRefused() {
		this.pending.acceptAll(21, this::refused);
		this.pending.accept(10, this::refused);
		this.pending.acceptWithoutDrain(1);
		this.pending.acceptFrame(1, null);
		this.pending.close();
		this.pending.accept(1, this::refused);
		this.pending.acceptAll(1, this::refused);
		assertThat(this.refusals).isZero();
	}

}
