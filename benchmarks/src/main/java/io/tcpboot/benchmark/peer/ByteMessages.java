package io.tcpboot.benchmark.peer;

/**
 * Cuts what arrives on one connection into messages of 64 bytes, in arrays. For its event
 * loop only.
 */
final class ByteMessages {

	private final byte[] message = new byte[Messages.LENGTH];

	private int length;

	/**
	 * Read on.
	 * @param bytes what has arrived
	 * @param from where to go on in it
	 * @return where to go on next time
	 */
	int take(byte[] bytes, int from) {
		this.length = (this.length == this.message.length) ? 0 : this.length;
		int taken = Math.min(this.message.length - this.length, bytes.length - from);
		System.arraycopy(bytes, from, this.message, this.length, taken);
		this.length += taken;
		return from + taken;
	}

	/**
	 * Return whether there is a whole message, to be used before the next {@code take}.
	 */
	boolean isWhole() {
		return this.length == this.message.length;
	}

	byte[] message() {
		return this.message;
	}

}
