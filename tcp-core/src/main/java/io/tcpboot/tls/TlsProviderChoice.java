package io.tcpboot.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which provider loads.
 *
 * @param netty what Netty calls it
 * @param description who it is, and why
 */
record TlsProviderChoice(SslProvider netty, String description) {

	static TlsProviderChoice of(TlsProvider wanted) {
		if (wanted == TlsProvider.JDK) {
			return new TlsProviderChoice(SslProvider.JDK, "JDK (asked for)");
		}
		Throwable cause = refusal();
		if (cause == null) {
			// Counted, so that native memory is given back at once and not by a
			// finalizer.
			return new TlsProviderChoice(SslProvider.OPENSSL_REFCNT,
					"OPENSSL (" + OpenSsl.versionString() + ", native library loaded)");
		}
		if (wanted == TlsProvider.OPENSSL) {
			throw Check.refuse("provider", "OPENSSL", "its native library, but netty-tcnative: " + explain(cause),
					cause);
		}
		return new TlsProviderChoice(SslProvider.JDK, "JDK (netty-tcnative: " + explain(cause) + ")");
	}

	boolean isOpenSsl() {
		return this.netty == SslProvider.OPENSSL_REFCNT;
	}

	private static @Nullable Throwable refusal() {
		try {
			return OpenSsl.unavailabilityCause();
		}
		catch (LinkageError ex) {
			return ex;
		}
	}

	private static String explain(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root instanceof ClassNotFoundException) ? "not on the class path" : String.valueOf(root.getMessage());
	}

}
