package io.tcpboot.tls;

/**
 * Who does the cryptography.
 */
public enum TlsProvider {

	/** OpenSSL where its native library loads, else the JDK. */
	AUTO,

	/** OpenSSL (BoringSSL) through netty-tcnative; refused where it does not load. */
	OPENSSL,

	/** The JDK's own, everywhere. */
	JDK

}
