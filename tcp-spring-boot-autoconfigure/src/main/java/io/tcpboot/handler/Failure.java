package io.tcpboot.handler;

import org.jspecify.annotations.Nullable;

/**
 * What has failed of several calls: the first failure, which carries the others as
 * suppressed ones.
 */
final class Failure {

	private @Nullable Throwable first;

	void add(@Nullable Throwable failure) {
		if (this.first == null) {
			this.first = failure;
		}
		else if (failure != null && failure != this.first) {
			this.first.addSuppressed(failure);
		}
	}

	@Nullable Throwable first() {
		return this.first;
	}

}
