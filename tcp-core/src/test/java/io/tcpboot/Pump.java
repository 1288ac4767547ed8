package io.tcpboot;

/**
 * Writes until the socket is full, goes on in drain, and ends. One socket only.
 */
final class Pump {

	private final byte[] bytes;

	private int sent;

	Pump(byte[] bytes) {
		this.bytes = bytes;
	}

	void write(TcpSocket<String> socket) {
		int taken;
		while ((taken = socket.write(this.bytes, this.sent)) > 0) {
			this.sent += taken;
		}
		if (this.sent == this.bytes.length) {
			socket.end();
		}
	}

}
