package io.tcpboot.autoconfigure.actuate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How one side speaks TLS, as of now: bundles are followed.
 *
 * @param bundle name of the SSL bundle, {@code null} if it is no bundle
 * @param protocols the enabled versions, none if somebody else's context decides
 * @param clientAuth whether a server asks its clients for certificates, {@code null} for
 * a client
 * @param handshakeTimeout longest time of a handshake
 * @param certificates those that this side shows
 */
record TlsDescription(@Nullable String bundle, List<String> protocols, TlsOptions.@Nullable ClientAuth clientAuth,
		Duration handshakeTimeout, List<CertificateDescription> certificates) {

	/**
	 * Describe it.
	 * @return {@code null} for plain TCP
	 */
	static @Nullable TlsDescription of(@Nullable ReloadableTls tls) {
		return (tls != null) ? of(tls.options(), tls.isServer()) : null;
	}

	private static TlsDescription of(TlsOptions options, boolean server) {
		List<CertificateDescription> certificates = new ArrayList<>();
		add(certificates, null, options);
		options.serverNames().forEach((name, its) -> add(certificates, name, its));
		return new TlsDescription(options.name(), options.protocols(), (server) ? options.clientAuth() : null,
				options.handshakeTimeout(), certificates);
	}

	private static void add(List<CertificateDescription> certificates, @Nullable String serverName,
			TlsOptions options) {
		options.certificates()
			.forEach((certificate) -> certificates
				.add(CertificateDescription.of(options.name(), serverName, certificate)));
	}

	/**
	 * A certificate.
	 *
	 * @param bundle name of the SSL bundle that it is from, {@code null} if it is no
	 * bundle
	 * @param serverName the name that a client has to ask for, {@code null} for the
	 * others
	 * @param subject whose it is
	 * @param expires the last moment of its validity
	 */
	record CertificateDescription(@Nullable String bundle, @Nullable String serverName, String subject,
			Instant expires) {

		static CertificateDescription of(@Nullable String bundle, @Nullable String serverName,
				X509Certificate certificate) {
			return new CertificateDescription(bundle, serverName, certificate.getSubjectX500Principal().getName(),
					certificate.getNotAfter().toInstant());
		}

	}

}
