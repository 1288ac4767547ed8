package io.tcpboot.tls;

import java.util.HexFormat;

import javax.net.ssl.SSLException;

import io.netty.handler.codec.DecoderException;
import io.tcpboot.test.OpenSslProgram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a peer can send after a good handshake.
 */
@ParameterizedClass
@EnumSource(names = { "OPENSSL", "JDK" })
class TlsRecordTests {

	private static final byte[] BAD_RECORD = HexFormat.of().parseHex("1703030020" + "a5".repeat(32));

	private final TlsProvider provider;

	TlsRecordTests(TlsProvider provider) {
		this.provider = provider;
	}

	private TlsOptions server() {
		return Pki.serverOptions().provider(this.provider).build();
	}

	private TlsOptions client(String version) {
		return Pki.clientOptions().provider(this.provider).protocols(version).build();
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B87 a server that gets a corrupted record reports it and closes")
	void whenAServerGetsACorruptedRecordItReportsItAndCloses(String version) {
		try (BareTls link = BareTls.listen(server())) {
			TlsEnd client = link.connect(client(version));
			client.session();
			TlsEnd accepted = link.accepted();
			client.send("good");
			Awaitility.await().until(() -> accepted.received().equals("good"));
			client.sendRaw(BAD_RECORD);
			assertCorrupted(accepted);
			assertThat(accepted.received()).isEqualTo("good");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B87 so it is when the corrupted record is the first one")
	void whenTheFirstRecordIsCorruptedItIsReported(String version) {
		try (BareTls link = BareTls.listen(server())) {
			TlsEnd client = link.connect(client(version));
			client.session();
			client.sendRaw(BAD_RECORD);
			assertCorrupted(link.accepted());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	@DisplayName("B87 so does a client")
	void whenAClientGetsACorruptedRecordItReportsItAndCloses(String version) {
		try (BareTls link = BareTls.listen(server())) {
			TlsEnd client = link.connect(client(version));
			client.session();
			TlsEnd accepted = link.accepted();
			accepted.session();
			accepted.sendRaw(BAD_RECORD);
			assertCorrupted(client);
		}
	}

	private static void assertCorrupted(TlsEnd end) {
		end.awaitClosed();
		assertThat(end.exceptions()).isNotEmpty()
			.allSatisfy(
					(ex) -> assertThat(ex).isInstanceOf(DecoderException.class).hasCauseInstanceOf(SSLException.class));
		assertThat(end.handshakes()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.3", "TLSv1.2" })
	void whenMessagesLookLikeAlertsNothingHappens(String version) {
		try (BareTls link = BareTls.listen(server())) {
			TlsEnd client = link.connect(client(version));
			client.session();
			TlsEnd accepted = link.accepted();
			for (int i = 0; i < 100; i++) {
				client.send("ab");
				accepted.send("cd");
			}
			Awaitility.await().until(() -> accepted.received().length() == 200 && client.received().length() == 200);
			assertThat(client.exceptions()).isEmpty();
			assertThat(accepted.exceptions()).isEmpty();
			client.close();
		}
	}

	@Test
	void whenAClientRenegotiatesItIsRefused() throws Exception {
		try (BareTls link = BareTls.listen(server());
				OpenSslProgram client = OpenSslProgram.client(link.port(), "-tls1_2")) {
			TlsEnd accepted = link.accepted();
			accepted.session();
			client.await("Verify return code").tell("before\n");
			Awaitility.await().until(() -> accepted.received().equals("before\n"));
			client.tell("R\n").await("RENEGOTIATING");
			accepted.awaitClosed();
			assertThat(accepted.exceptions()).isNotEmpty()
				.first()
				.satisfies((ex) -> assertThat(ex).hasCauseInstanceOf(SSLException.class));
			assertThat(accepted.handshakes()).hasSize(1);
			assertThat(client.awaitEnd()).containsIgnoringCase("alert");
		}
	}

}
