package io.tcpboot.autoconfigure.actuate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tcpboot.TcpSocket;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A socket. Nothing of what it carries, and nothing of what the application keeps with
 * it.
 *
 * @param id its id
 * @param client whether it was connected, not accepted
 * @param localAddress this side's address
 * @param remoteAddress the peer's address, {@code null} if it is not shown
 * @param openedAt when it opened
 * @param idleFor how long no byte has come in or gone out
 * @param bytesRead bytes received
 * @param bytesWritten bytes sent
 * @param pendingBytes bytes that wait for the peer
 * @param paused whether the application has paused it
 * @param halfClosed whether one direction has ended
 * @param closing whether it takes no more bytes
 * @param generation how often its handlers were replaced
 * @param tls what the handshake agreed on, {@code null} for plain TCP
 */
record SocketDescription(String id, boolean client, @Nullable String localAddress, @Nullable String remoteAddress,
		@Nullable Instant openedAt, Duration idleFor, long bytesRead, long bytesWritten, long pendingBytes,
		boolean paused, boolean halfClosed, boolean closing, int generation,
		@Nullable SessionDescription tls) implements OperationResponseBody {

	static SocketDescription of(SocketGroup group, TcpSocket<?> socket, boolean peerShown) {
		TlsSession session = socket.tlsSession();
		return new SocketDescription(socket.id(), group.isClient(socket), Addresses.text(socket.localAddress()),
				(peerShown) ? Addresses.text(socket.remoteAddress()) : null, socket.openedAt(), socket.idleFor(),
				socket.bytesRead(), socket.bytesWritten(), socket.pendingBytes(), socket.isPaused(),
				socket.isHalfClosed(), !socket.isOpen(), socket.generation(),
				(session != null) ? SessionDescription.of(session, peerShown) : null);
	}

	/**
	 * What a TLS handshake has agreed on.
	 *
	 * @param protocol version of TLS
	 * @param cipherSuite the cipher suite
	 * @param serverName the name that the client has asked for (SNI)
	 * @param applicationProtocol what ALPN has chosen
	 * @param peerSubject whose certificate the peer has shown, {@code null} for none or
	 * if it is not shown
	 * @param authorized whether that certificate is good
	 */
	record SessionDescription(String protocol, String cipherSuite, @Nullable String serverName,
			@Nullable String applicationProtocol, @Nullable String peerSubject, boolean authorized) {

		static SessionDescription of(TlsSession session, boolean peerShown) {
			return new SessionDescription(session.protocol(), session.cipherSuite(), session.serverName(),
					session.applicationProtocol(), (peerShown) ? subject(session.peerCertificates()) : null,
					session.authorized());
		}

		private static @Nullable String subject(List<X509Certificate> certificates) {
			return (certificates.isEmpty()) ? null : certificates.get(0).getSubjectX500Principal().getName();
		}

	}

}
