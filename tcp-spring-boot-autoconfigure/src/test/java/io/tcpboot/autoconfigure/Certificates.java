package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.test.TcpTestTls;

/**
 * Certificates for tests, in the forms in which SSL bundles take them.
 */
public final class Certificates {

	/** Issued all of the others, and is whom everybody trusts. */
	public static final X509Bundle CA = make(builder("CN=test authority").setIsCertificateAuthority(true), null);

	static final X509Bundle SERVER = server("server");

	public static final X509Bundle CLIENT = make(builder("CN=client"), CA);

	static final String PASSWORD = "secret";

	private Certificates() {
	}

	/**
	 * Make a certificate for localhost, to be known by its common name.
	 */
	public static X509Bundle server(String commonName) {
		return make(builder("CN=" + commonName).addSanDnsName("localhost"), CA);
	}

	private static CertificateBuilder builder(String subject) {
		return new CertificateBuilder().ecp256().subject(subject);
	}

	private static X509Bundle make(CertificateBuilder builder, X509Bundle issuer) {
		try {
			return (issuer != null) ? builder.buildIssuedBy(issuer) : builder.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Trust {@link #CA}.
	 */
	public static TcpTestTls tls() {
		return TcpTestTls.trusting(CA.getCertificate());
	}

	/**
	 * Trust {@link #CA}, and show a certificate.
	 */
	public static TcpTestTls tls(X509Bundle own) throws Exception {
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.toKeyManagerFactory().getKeyManagers(), CA.toTrustManagerFactory().getTrustManagers(), null);
		return TcpTestTls.of(context);
	}

	/**
	 * Write {@code server.pem}, {@code server.key} and {@code ca.pem}.
	 */
	public static void writePem(Path folder, X509Bundle server) throws IOException {
		Files.writeString(folder.resolve("server.pem"), server.getCertificatePathPEM());
		Files.writeString(folder.resolve("server.key"), server.getPrivateKeyPEM());
		Files.writeString(folder.resolve("ca.pem"), CA.getCertificatePEM());
	}

	/**
	 * Write a key store, whose keys are {@code server} and {@code client}.
	 */
	static Path writeStore(Path file, String type) throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance(type);
		store.load(null, null);
		char[] password = PASSWORD.toCharArray();
		store.setKeyEntry("server", SERVER.getKeyPair().getPrivate(), password, SERVER.getCertificatePath());
		store.setKeyEntry("client", CLIENT.getKeyPair().getPrivate(), password, CLIENT.getCertificatePath());
		try (OutputStream out = Files.newOutputStream(file)) {
			store.store(out, password);
		}
		return file;
	}

	/**
	 * Return the properties of an SSL bundle that has a certificate and its key as text.
	 */
	public static String[] pemBundle(String name, X509Bundle own) {
		String prefix = "spring.ssl.bundle.pem." + name + ".keystore.";
		return new String[] { prefix + "certificate=" + own.getCertificatePathPEM(),
				prefix + "private-key=" + own.getPrivateKeyPEM() };
	}

}
