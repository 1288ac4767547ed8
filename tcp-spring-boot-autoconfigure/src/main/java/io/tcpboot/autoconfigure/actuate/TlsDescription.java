package io.tcpboot.autoconfigure.actuate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * How one side speaks TLS, as of now: bundles are followed.
 *
 * @param bundle name of the SSL bundle, {@code null} if it is no bundle
 * @param protocols the enabled versions
 * @param clientAuth whether a server asks its clients for certificates
 * @param certificates those that this side shows
 */
record TlsDescription(@Nullable String bundle, List<String> protocols, TlsOptions.ClientAuth clientAuth,
		List<CertificateDescription> certificates) {

	static TlsDescription of(TlsOptions options) {
		List<CertificateDescription> certificates = new ArrayList<>();
		add(certificates, null, options);
		options.serverNames().forEach((name, its) -> add(certificates, name, its));
		return new TlsDescription(options.name(), options.protocols(), options.clientAuth(), certificates);
	}

	private static void add(List<CertificateDescription> certificates, @Nullable String serverName,
			TlsOptions options) {
		options.certificates()
			.forEach((certificate) -> certificates.add(CertificateDescription.of(serverName, certificate)));
	}

	/**
	 * A certificate.
	 *
	 * @param serverName the name that a client has to ask for, {@code null} for the
	 * others
	 * @param subject whose it is
	 * @param expires the last moment of its validity
	 */
	record CertificateDescription(@Nullable String serverName, String subject, Instant expires) {

		static CertificateDescription of(@Nullable String serverName, X509Certificate certificate) {
			return new CertificateDescription(serverName, certificate.getSubjectX500Principal().getName(),
					certificate.getNotAfter().toInstant());
		}

	}

}
