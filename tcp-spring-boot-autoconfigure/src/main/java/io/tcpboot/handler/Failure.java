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

	void rethrow() throws Exception {
		if (this.first instanceof Error error) {
			throw error;
		}
		if (this.first != null) {
			throw (Exception) this.first;
		}
	}

	@Nullable Throwable first() {
		return this.first;
	}

}
