package io.tcpboot;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Why a socket closes: the first reason counts, but for one that says more than that a
 * side had ended. Event loop only.
 */
final class CloseVerdict {

	private @Nullable CloseReason reason;

	private @Nullable Throwable cause;

	/**
	 * Give a reason if there is none yet.
	 */
	void give(CloseReason reason) {
		if (this.reason == null) {
			this.reason = reason;
		}
	}

	/**
	 * Give a reason that says more than that one side had ended.
	 */
	void overrule(CloseReason reason, @Nullable Throwable cause) {
		if (this.reason == null || this.reason == CloseReason.LOCAL_END || this.reason == CloseReason.PEER_END) {
			this.reason = reason;
			this.cause = cause;
		}
	}

	CloseReason reason() {
		return Objects.requireNonNull(this.reason);
	}

	@Nullable Throwable cause() {
		return this.cause;
	}

}
