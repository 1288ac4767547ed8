package io.tcpboot;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Keeps what was broken. Any thread; a callback that threw instead would only be told so.
 */
final class HammerLaws {

	private static final int ENOUGH = 50;

	private final Queue<String> broken = new ConcurrentLinkedQueue<>();

	void check(boolean right, Supplier<String> otherwise) {
		if (!right) {
			broken(otherwise.get());
		}
	}

	void broken(String what) {
		if (this.broken.size() < ENOUGH) {
			this.broken.add(what);
		}
	}

	boolean areBroken() {
		return !this.broken.isEmpty();
	}

	List<String> broken() {
		return List.copyOf(this.broken);
	}

}
