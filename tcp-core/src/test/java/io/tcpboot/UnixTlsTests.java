package io.tcpboot;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of TLS over unix sockets.
 */
class UnixTlsTests {

	private final Events events = new Events();

	@ParameterizedTest
	@EnumSource(names = { "JDK", "OPENSSL" })
	@DisplayName("B100 TLS over a unix socket is as over TCP")
	void whenOverAUnixSocketTlsIsTheSame(TlsProvider provider, @TempDir Path folder) throws Exception {
		Path path = folder.resolve("tls.sock");
		byte[] bytes = Flow.bytes(1024 * 1024);
		Received received = new Received();
		ReloadableTls client = ReloadableTls.client(TestTls.clientOptions(provider).verifyHostName(false).build());
		try (TcpListener<String> listener = TestLoop.LOOP.listen(
				ServerOptions.builder().path(path).tls(TestTls.server(provider)).build(),
				this.events.handlers().open((socket) -> socket.end(bytes)).build())) {
			TcpSocket<String> socket = TestLoop.LOOP
				.connect(ClientOptions.builder().path(path).tls(client).build(), received.handlers().build())
				.get(20, TimeUnit.SECONDS);
			Received.assertWhole(received.awaitClose(), bytes);
			assertThat(socket.closeReason()).isEqualTo(CloseReason.PEER_END);
			assertThat(listener.handshakes()).isOne();
		}
	}

	@Test
	@DisplayName("B100 B80 a unix socket has no host name to verify, and that must be said")
	void whenTheHostNameIsToBeVerifiedTheOptionsAreRefused() {
		ReloadableTls client = TestTls.client(TlsProvider.JDK);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClientOptions.builder().path(Path.of("any.sock")).tls(client).build())
			.withMessageContaining("verifyHostName(false)");
	}

}
