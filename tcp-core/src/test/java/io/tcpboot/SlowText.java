package io.tcpboot;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two characters of three bytes. Something happens after they were measured and before
 * they are taken.
 */
record SlowText(Runnable meanwhile, AtomicInteger looks) implements CharSequence {

	private static final String TEXT = "\u20ac\u20ac";

	/** To measure it takes three looks. */
	private static final int MEASURED = 4;

	SlowText(Runnable meanwhile) {
		this(meanwhile, new AtomicInteger());
	}

	@Override
	public int length() {
		return TEXT.length();
	}

	@Override
	public char charAt(int index) {
		if (this.looks.incrementAndGet() == MEASURED) {
			this.meanwhile.run();
		}
		return TEXT.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return TEXT.substring(start, end);
	}

	@Override
	public String toString() {
		return TEXT;
	}

}
