package io.tcpboot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

import io.tcpboot.test.Peer;

/**
 * A client of TLS whose test decides what becomes of each record: how it is cut, joined,
 * damaged, or held back. A byte is sent when the test sends it.
 */
final class RecordPeer implements AutoCloseable {

	private static final int BUFFER_BYTES = 64 * 1024;

	private final Peer peer;

	private final SSLEngine engine;

	// Ready to be read from.
	private final ByteBuffer arrived = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

	private final ByteArrayOutputStream plain = new ByteArrayOutputStream();

	private RecordPeer(Peer peer, SSLEngine engine) {
		this.peer = peer;
		this.engine = engine;
	}

	/**
	 * Connect, with the whole handshake.
	 */
	static RecordPeer connect(int port, String protocol) throws Exception {
		RecordPeer peer = new RecordPeer(Peer.connect(port), TlsPeer.engine(protocol));
		peer.send(peer.handshake());
		while (!peer.isSecure()) {
			peer.read();
			peer.send(peer.handshake());
		}
		return peer;
	}

	/**
	 * Connect, and hold back what ends a handshake of TLS 1.3.
	 * @param last takes it
	 */
	static RecordPeer connect(int port, ByteArrayOutputStream last) throws Exception {
		RecordPeer peer = new RecordPeer(Peer.connect(port), TlsPeer.engine("TLSv1.3"));
		byte[] flight = peer.handshake();
		while (!peer.isSecure()) {
			peer.send(flight);
			peer.read();
			flight = peer.handshake();
		}
		last.writeBytes(flight);
		return peer;
	}

	private boolean isSecure() {
		return this.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
	}

	/**
	 * Return what is to be sent next, empty if it is the server's turn.
	 */
	private byte[] handshake() throws SSLException {
		if (this.engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && this.arrived.limit() == 0) {
			this.engine.beginHandshake();
		}
		ByteArrayOutputStream flight = new ByteArrayOutputStream();
		while (true) {
			switch (this.engine.getHandshakeStatus()) {
				case NEED_WRAP -> flight.writeBytes(wrap(ByteBuffer.allocate(0)));
				case NEED_TASK -> this.engine.getDelegatedTask().run();
				case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
					if (unwrap() == Status.BUFFER_UNDERFLOW) {
						return flight.toByteArray();
					}
				}
				default -> {
					return flight.toByteArray();
				}
			}
		}
	}

	private byte[] wrap(ByteBuffer bytes) throws SSLException {
		ByteBuffer record = ByteBuffer.allocate(this.engine.getSession().getPacketBufferSize());
		this.engine.wrap(bytes, record);
		byte[] result = new byte[record.flip().remaining()];
		record.get(result);
		return result;
	}

	private Status unwrap() throws SSLException {
		ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
		SSLEngineResult result = this.engine.unwrap(this.arrived, bytes);
		this.plain.write(bytes.array(), 0, bytes.position());
		return result.getStatus();
	}

	/**
	 * Read once from the connection.
	 * @return whether there was something
	 */
	private boolean read() throws IOException {
		this.arrived.compact();
		InputStream in = this.peer.socket().getInputStream();
		int length = in.read(this.arrived.array(), this.arrived.position(), this.arrived.remaining());
		this.arrived.position(this.arrived.position() + Math.max(0, length)).flip();
		return length > 0;
	}

	/**
	 * Return the record of so many bytes.
	 */
	byte[] record(byte[] bytes) throws SSLException {
		return wrap(ByteBuffer.wrap(bytes));
	}

	byte[] record(String text) throws SSLException {
		return record(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Return a record that nobody can decrypt, the next in its order.
	 */
	byte[] damaged(String text) throws SSLException {
		byte[] record = record(text);
		record[record.length - 1] ^= 1;
		return record;
	}

	/**
	 * Return the last record, close_notify.
	 */
	byte[] closeNotify() throws SSLException {
		this.engine.closeOutbound();
		return wrap(ByteBuffer.allocate(0));
	}

	/**
	 * Send pieces of records at once.
	 */
	RecordPeer send(byte[]... pieces) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] piece : pieces) {
			all.writeBytes(piece);
		}
		this.peer.send(all.toByteArray());
		return this;
	}

	/**
	 * Read at least so many bytes.
	 */
	String readText(int length) throws IOException {
		while (this.plain.size() < length) {
			if (unwrap() == Status.BUFFER_UNDERFLOW && !read()) {
				throw new IOException("end of stream after " + this.plain.size() + " of " + length + " bytes");
			}
		}
		return this.plain.toString();
	}

	/**
	 * Read to the end.
	 * @return "close_notify", "cut off", or the message of what TLS says
	 */
	String readEnd() throws IOException {
		try {
			while (true) {
				Status status = unwrap();
				if (status == Status.CLOSED) {
					return "close_notify";
				}
				if (status == Status.BUFFER_UNDERFLOW && !read()) {
					return "cut off";
				}
			}
		}
		catch (SSLException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	Peer peer() {
		return this.peer;
	}

	@Override
	public void close() throws IOException {
		this.peer.close();
	}

}
