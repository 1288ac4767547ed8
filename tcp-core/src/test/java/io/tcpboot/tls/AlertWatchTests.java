package io.tcpboot.tls;

import java.util.HexFormat;

import javax.net.ssl.SSLException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertWatchTests {

	private static final byte[] BAD_RECORD = HexFormat.of().parseHex("1703030020" + "a5".repeat(32));

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B87 a corrupted record that comes together with the end of the handshake is reported")
	void whenACorruptedRecordComesWithTheEndOfTheHandshakeItIsReported(String version) {
		TlsOptions server = Pki.serverOptions().provider(TlsProvider.OPENSSL).build();
		TlsOptions client = Pki.clientOptions().provider(TlsProvider.OPENSSL).protocols(version).build();
		try (WiredTls link = new WiredTls(server, client)) {
			link.clientToServer();
			link.serverToClient();
			link.clientToServer(BAD_RECORD);
			TlsEnd end = link.serverEnd().awaitClosed();
			assertThat(end.exceptions()).first()
				.satisfies((ex) -> assertThat(ex).hasCauseInstanceOf(SSLException.class));
		}
	}

}
