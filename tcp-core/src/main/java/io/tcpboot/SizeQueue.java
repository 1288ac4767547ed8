package io.tcpboot;

/**
 * The sizes of the buffers on their way to the kernel, first in first out; those that
 * fail are the last. Event loop only. A ring, because boxing each size would cost an
 * object per message.
 */
final class SizeQueue {

	private static final int FIRST_LENGTH = 4;

	private static final int[] NONE = {};

	private int[] ring = NONE;

	private int head;

	private int count;

	void add(int size) {
		if (this.count == this.ring.length) {
			grow();
		}
		this.ring[(this.head + this.count++) & (this.ring.length - 1)] = size;
	}

	int remove() {
		int size = this.ring[this.head];
		this.head = (this.head + 1) & (this.ring.length - 1);
		this.count--;
		return size;
	}

	int removeLast() {
		return this.ring[(this.head + --this.count) & (this.ring.length - 1)];
	}

	boolean isEmpty() {
		return this.count == 0;
	}

	private void grow() {
		int[] larger = new int[Math.max(FIRST_LENGTH, this.ring.length * 2)];
		int tail = this.ring.length - this.head;
		System.arraycopy(this.ring, this.head, larger, 0, tail);
		System.arraycopy(this.ring, 0, larger, tail, this.head);
		this.ring = larger;
		this.head = 0;
	}

}
