package io.tcpboot.tls;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What each side asks of its options, and how they are exchanged.
 */
class ReloadableTlsTests {

	@Test
	@DisplayName("B79 a server without a certificate is refused")
	void whenAServerHasNoCertificateItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ReloadableTls.server(TlsOptions.defaults()))
			.withMessage("certificate: not set (expected: a certificate and its key, as every server needs)");
		refusedForServer(TlsOptions.builder().serverName("a", Pki.serverOptions().build()),
				"certificate: not set (expected: a certificate and its key, as every server needs)");
		refusedForServer(Pki.serverOptions().serverName("a", TlsOptions.defaults()),
				"serverName a: certificate: not set (expected: a certificate and its key, as every server needs)");
	}

	@Test
	@DisplayName("B79 what a server would ignore or what would let in anybody is refused")
	void whenAServerIsHalfConfiguredItIsRefused() {
		refusedForServer(Pki.serverOptions().clientAuth(TlsOptions.ClientAuth.NEED),
				"trust: not set (expected: those whose clients are let in with clientAuth NEED)");
		refusedForServer(Pki.serverOptions().trust(Pki.CA.getCertificatePEM()),
				"clientAuth: NONE (expected: WANT or NEED, as it is set who is trusted)");
		refusedForServer(Pki.serverOptions().verifyPeer(false),
				"verifyPeer: false (expected: left alone, as no client is verified)");
		refusedForServer(Pki.serverOptions().verifyHostName(false),
				"verifyHostName: false (expected: left alone by a server)");
	}

	@Test
	@DisplayName("B79 what a client would ignore is refused")
	void whenAClientIsConfiguredLikeAServerItIsRefused() {
		refusedForClient(Pki.clientOptions().clientAuth(TlsOptions.ClientAuth.WANT),
				"clientAuth: WANT (expected: NONE for a client; its certificate is what certificate(...) sets)");
		refusedForClient(Pki.clientOptions().serverName("a", Pki.serverOptions().build()),
				"serverName: [a] (expected: none for a client, which asks for the host that it connects to)");
	}

	@ParameterizedTest
	@EnumSource(names = { "OPENSSL", "JDK" })
	void whenACipherIsUnknownItIsRefused(TlsProvider provider) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> ReloadableTls.client(TlsOptions.builder().provider(provider).ciphers("TLS_ROT13").build()))
			.withMessageStartingWith("ciphers: TLS_ROT13 (expected: of [");
	}

	@Test
	void whenAReadyContextIsForTheOtherSideItIsRefused() throws SSLException {
		SslContext context = SslContextBuilder.forClient().build();
		refusedForServer(TlsOptions.builder().sslContext(context),
				"sslContext: for clients (expected: one for servers)");
		ReferenceCountUtil.release(context);
	}

	private static void refusedForServer(TlsOptions.Builder options, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReloadableTls.server(options.build()))
			.withMessage(message);
	}

	private static void refusedForClient(TlsOptions.Builder options, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReloadableTls.client(options.build()))
			.withMessage(message);
	}

	@Test
	void whenOptionsAreReloadedNewHandshakesUseThemAndLiveConnectionsStay() {
		ReloadableTls tls = ReloadableTls.server(Pki.serverOptions().build());
		try (BareTls link = BareTls.listen(tls)) {
			TlsEnd before = link.connect(Pki.clientOptions().build());
			before.session();
			TlsEnd accepted = link.accepted();
			X509Bundle renewed = Pki.server("localhost");
			tls.reload(Pki.with(renewed).build());
			TlsEnd after = link.connect(Pki.clientOptions().build());
			assertThat(after.session().peerCertificates()).startsWith(renewed.getCertificate());
			before.send("still here");
			Awaitility.await().until(() -> accepted.received().equals("still here"));
			before.close();
			after.close();
		}
	}

	@Test
	void whenABadReloadIsRefusedTheOldOptionsGoOn() {
		TlsOptions good = Pki.serverOptions().build();
		ReloadableTls tls = ReloadableTls.server(good);
		assertThatIllegalArgumentException().isThrownBy(() -> tls.reload(TlsOptions.defaults()));
		assertThat(tls.options()).isSameAs(good);
		try (BareTls link = BareTls.listen(tls)) {
			TlsEnd client = link.connect(Pki.clientOptions().build());
			assertThat(client.session().authorized()).isTrue();
			client.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "OPENSSL", "JDK" })
	void whenReloadedUnderManyHandshakesNoneFailsAndNoContextLeaks(TlsProvider provider) {
		TlsOptions options = Pki.serverOptions()
			.provider(provider)
			.serverName("localhost", Pki.serverOptions().provider(provider).build())
			.build();
		ReloadableTls tls = ReloadableTls.server(options);
		ReloadableTls client = ReloadableTls.client(Pki.clientOptions().provider(provider).build());
		List<TlsContexts> old = new ArrayList<>();
		List<TlsEnd> ends = new ArrayList<>();
		try (BareTls link = BareTls.listen(tls)) {
			for (int i = 0; i < 200; i++) {
				ends.add(link.connect(client, "localhost"));
				if (i % 5 == 0) {
					old.add(tls.use((contexts) -> contexts));
					tls.reload(options);
					client.reload(client.options());
				}
			}
			assertThat(ends).allSatisfy((end) -> assertThat(end.session().authorized()).isTrue());
			ends.forEach(TlsEnd::close);
			assertThat(old).hasSize(40).allSatisfy((contexts) -> assertThat(contexts.refCnt()).isZero());
			Awaitility.await().untilAsserted(() -> assertThat(old).allSatisfy(ReloadableTlsTests::isReleased));
		}
	}

	private static void isReleased(TlsContexts contexts) {
		if (contexts.first().context() instanceof ReferenceCounted counted) {
			assertThat(counted.refCnt()).isZero();
		}
	}

	@Test
	void whenItIsGarbageItsContextIsReleased() {
		ReloadableTls tls = ReloadableTls.client(Pki.clientOptions().build());
		TlsContexts contexts = tls.use((used) -> used);
		WeakReference<ReloadableTls> gone = new WeakReference<>(tls);
		tls = null;
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			System.gc();
			return gone.refersTo(null) && contexts.refCnt() == 0;
		});
		isReleased(contexts);
	}

	@ParameterizedTest
	@EnumSource(names = { "OPENSSL", "JDK" })
	void whenAContextIsReadyItIsUsedAndStaysTheCallers(TlsProvider provider) throws SSLException {
		SslContext context = SslContextBuilder
			.forServer(Pki.SERVER.getKeyPair().getPrivate(), Pki.SERVER.getCertificatePath())
			.sslProvider(TlsProviderChoice.of(provider).netty())
			.build();
		ReloadableTls tls = ReloadableTls.server(TlsOptions.builder().sslContext(context).build());
		try (BareTls link = BareTls.listen(tls)) {
			TlsEnd client = link.connect(Pki.clientOptions().build());
			assertThat(client.session().authorized()).isTrue();
			client.close();
		}
		assertThat(tls.options().protocols()).isEmpty();
		tls.reload(Pki.serverOptions().build());
		Awaitility.await().until(() -> ReferenceCountUtil.refCnt(context) == ((provider == TlsProvider.JDK) ? -1 : 1));
		ReferenceCountUtil.release(context);
	}

}
