package io.tcpboot.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.OpenSslProgram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Every way to give certificates and keys, and what is refused.
 */
class TlsOptionsTests {

	private static final String CHAIN = Pki.SERVER.getCertificatePathPEM();

	private static final String KEY = Pki.SERVER.getPrivateKeyPEM();

	private static final X509Bundle RSA = Pki.rsaServer("localhost");

	@TempDir
	static Path folder;

	static Stream<TlsOptions.Builder> material() throws Exception {
		return Stream.of(options().certificate(CHAIN, KEY), options().certificate(CHAIN.getBytes(), KEY.getBytes()),
				options().certificate(file("chain.pem", CHAIN), file("key.pem", KEY)),
				options().certificate(file("both.pem", CHAIN + KEY), file("both.pem", CHAIN + KEY)),
				options().certificate(stream(CHAIN), stream(KEY)), options().certificate(CHAIN, encrypted(), "secret"),
				options().certificate(CHAIN.getBytes(), encrypted().getBytes(), "secret"),
				options().certificate(file("chain.pem", CHAIN), file("encrypted.pem", encrypted()), "secret"),
				options().certificate(stream(CHAIN), stream(encrypted()), "secret"),
				options().pkcs12(pkcs12(), "secret"),
				options().pkcs12(Files.write(folder.resolve("store.p12"), pkcs12()), "secret"),
				options().certificate(RSA.getCertificatePathPEM(), RSA.getPrivateKeyPEM()).certificate(CHAIN, KEY),
				options().certificate(List.of(Pki.SERVER.getCertificatePath()), Pki.SERVER.getKeyPair().getPrivate()),
				options().keyManager(Pki.SERVER.toKeyManagerFactory()));
	}

	private static TlsOptions.Builder options() {
		return TlsOptions.builder();
	}

	@ParameterizedTest
	@MethodSource("material")
	void whenMaterialIsGivenInSomeFormAServerUsesIt(TlsOptions.Builder options) {
		try (BareTls link = BareTls.listen(options.build())) {
			TlsEnd client = link.connect(Pki.clientOptions().build());
			assertThat(client.session().peerCertificates().get(0).getSubjectX500Principal().getName())
				.isIn("CN=localhost", "CN=rsa");
			client.close();
		}
	}

	static Stream<TlsOptions.Builder> trust() throws Exception {
		String pem = Pki.CA.getCertificatePEM();
		return Stream.of(options().trust(pem), options().trust(pem.getBytes()), options().trust(file("ca.pem", pem)),
				options().trust(stream(pem)), options().trust(Pki.STRANGER.getCertificatePEM() + pem),
				options().trust(Pki.STRANGER.getCertificatePEM()).trust(pem),
				options().trustManager(Pki.CA.toTrustManagerFactory()));
	}

	@ParameterizedTest
	@MethodSource("trust")
	void whenTrustIsGivenInSomeFormAClientUsesIt(TlsOptions.Builder options) {
		try (BareTls link = BareTls.listen(Pki.serverOptions().build())) {
			TlsEnd client = link.connect(options.build());
			assertThat(client.session().authorized()).isTrue();
			client.close();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "rsa -traditional", "ec", "pkey", "pkcs8 -topk8 -nocrypt", "pkcs8 -topk8 -v1 PBE-SHA1-3DES",
					"pkcs8 -topk8 -v2 aes-128-cbc", "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512" })
	void whenOpenSslWritesAKeyItIsRead(String command) {
		boolean rsa = command.startsWith("rsa");
		String pem = (rsa) ? RSA.getPrivateKeyPEM() : KEY;
		boolean encrypted = command.contains("-v");
		String[] arguments = (command + (encrypted ? " -passout pass:secret" : "")).split(" ");
		String written = OpenSslProgram.run(pem, arguments);
		String chain = (rsa) ? RSA.getCertificatePathPEM() : CHAIN;
		TlsOptions options = (encrypted) ? options().certificate(chain, written, "secret").build()
				: options().certificate(chain, written).build();
		assertThat(options.identities()).hasSize(1);
	}

	@Test
	void whenCertificatesAreGivenTheyAreListedWithTheName() {
		TlsOptions options = options().name("web").certificate(CHAIN, KEY).build();
		assertThat(options.name()).isEqualTo("web");
		assertThat(options.certificates()).containsExactly(Pki.SERVER.getCertificate());
		assertThat(TlsOptions.defaults().certificates()).isEmpty();
		assertThat(TlsOptions.defaults().name()).isNull();
	}

	@Test
	void whenKeyIsOfEd25519ItIsRead() {
		String key = OpenSslProgram.run("", "genpkey", "-algorithm", "ed25519");
		String certificate = OpenSslProgram.run(key, "req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=ed");
		assertThat(options().certificate(certificate, key).build().identities()).hasSize(1);
	}

	@Test
	@DisplayName("B79 a half-filled configuration is refused where it is written")
	void whenMaterialIsHalfFilledItIsRefused() {
		refused(() -> options().certificate("", KEY),
				"certificate: text without a certificate (expected: PEM with" + " BEGIN CERTIFICATE)");
		refused(() -> options().certificate(CHAIN, ""),
				"key: text without a key (expected: PEM with BEGIN PRIVATE KEY)");
		refused(() -> options().certificate(CHAIN, Pki.CLIENT.getPrivateKeyPEM()),
				"key: EC key that does not belong to the certificate (expected: the key of CN=localhost)");
		refused(() -> options().certificate(CHAIN, RSA.getPrivateKeyPEM()),
				"key: RSA key that does not belong to the certificate (expected: the key of CN=localhost)");
		refused(() -> options().certificate(List.of(), Pki.SERVER.getKeyPair().getPrivate()),
				"certificate: [] (expected: one or more)");
		refused(() -> options().certificate(CHAIN + Pki.STRANGER.getCertificatePEM(), KEY),
				"certificate: CN=stranger (expected: the issuer of the certificate before it: CN=test authority)");
		refused(() -> options().certificate(CHAIN, encrypted()),
				"passPhrase: not set (expected: the pass phrase of the encrypted key)");
		refused(() -> options().certificate(CHAIN, encrypted(), "wrong"),
				"passPhrase: does not open the key (expected: the pass phrase of the encrypted key)");
		refused(() -> options().certificate(CHAIN, KEY, "secret"),
				"passPhrase: set (expected: none, as the key is not encrypted)");
		refused(() -> options().certificate(CHAIN, block("PRIVATE KEY")),
				"key: text has an unreadable key (expected: a key of RSA, EC or EdDSA)");
		refused(() -> options().certificate(block("CERTIFICATE"), KEY),
				"certificate: text has an unreadable certificate (expected: X.509)");
		refused(() -> options().trust("nothing"),
				"trust: text without a certificate (expected: PEM with BEGIN CERTIFICATE)");
		refused(() -> options().crl("nothing".getBytes()), "crl: bytes is unreadable (expected: a CRL, PEM or DER)");
		refused(() -> options().pkcs12(pkcs12(), "wrong"),
				"pkcs12: bytes cannot be opened (expected: PKCS#12 and its password)");
		refused(() -> options().trust(Path.of("/nowhere/ca.pem")),
				"trust: /nowhere/ca.pem (expected: a readable file)");
	}

	@Test
	void whenAnOldEncryptedKeyIsGivenTheMessageSaysWhatToDo() {
		String old = OpenSslProgram.run(RSA.getPrivateKeyPEM(), "rsa", "-traditional", "-aes128", "-passout",
				"pass:secret");
		refused(() -> options().certificate(RSA.getCertificatePathPEM(), old, "secret"),
				"key: text is encrypted in the old way of OpenSSL"
						+ " (expected: PKCS#8, as \"openssl pkcs8 -topk8\" makes it)");
	}

	@Test
	void whenAValueMakesNoSenseItIsRefused() {
		refused(() -> options().protocols("TLSv1.1"),
				"protocols: [TLSv1.1] (expected: one or more of [TLSv1.3, TLSv1.2])");
		refused(() -> options().protocols(), "protocols: [] (expected: one or more of [TLSv1.3, TLSv1.2])");
		refused(() -> options().ciphers(), "ciphers: [] (expected: one or more names)");
		refused(() -> options().applicationProtocols("h2", ""),
				"applicationProtocols: '' (expected: 1-255 characters)");
		refused(() -> options().handshakeTimeout(Duration.ZERO), "handshakeTimeout: PT0S (expected: 1 ms to 1 day)");
		refused(() -> options().serverName("a b", TlsOptions.defaults()),
				"serverName: 'a b' (expected: a host name, or *.host.name)");
		refused(() -> options().serverName("www.*.org", TlsOptions.defaults()),
				"serverName: 'www.*.org' (expected: a host name, or *.host.name)");
		refused(() -> options().serverName("a", options().serverName("b", TlsOptions.defaults()).build()),
				"serverName: a (expected: options without server names)");
	}

	@Test
	void whenValuesExcludeEachOtherTheyAreRefused() throws Exception {
		refused(Pki.serverOptions().keyManager(Pki.SERVER.toKeyManagerFactory())::build,
				"keyManager: set (expected: none beside a certificate)");
		refused(Pki.clientOptions().trustManager(Pki.CA.toTrustManagerFactory())::build,
				"trustManager: set (expected: none beside trust)");
	}

	@Test
	void whenOptionsAreCopiedTheOriginalStays() {
		TlsOptions original = options().applicationProtocols("one").serverName("a", TlsOptions.defaults()).build();
		TlsOptions copy = original.toBuilder().applicationProtocols("two").serverName("B.", original(original)).build();
		assertThat(original.applicationProtocols()).containsExactly("one");
		assertThat(original.serverNames()).containsOnlyKeys("a");
		assertThat(copy.serverNames()).containsOnlyKeys("a", "b");
		assertThat(copy.protocols()).isEqualTo(List.of("TLSv1.3", "TLSv1.2"));
	}

	private static TlsOptions original(TlsOptions options) {
		return Map.copyOf(options.serverNames()).get("a");
	}

	private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
	}

	private static String block(String label) {
		return "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n";
	}

	private static String encrypted() {
		return OpenSslProgram.run(KEY, "pkcs8", "-topk8", "-passout", "pass:secret");
	}

	private static byte[] pkcs12() throws Exception {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		Pki.SERVER.toKeyStore("secret".toCharArray()).store(out, "secret".toCharArray());
		return out.toByteArray();
	}

	private static Path file(String name, String content) throws Exception {
		return Files.writeString(folder.resolve(name), content);
	}

	private static InputStream stream(String content) {
		return new ByteArrayInputStream(content.getBytes(UTF_8));
	}

}
