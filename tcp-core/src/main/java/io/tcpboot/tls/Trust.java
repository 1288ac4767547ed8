package io.tcpboot.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Makes the trust manager that options ask for.
 */
final class Trust {

	private static final String PKIX = "PKIX";

	private Trust() {
	}

	static X509ExtendedTrustManager of(TlsOptions options) throws GeneralSecurityException {
		TrustManagerFactory given = options.trustManager();
		if (given != null) {
			return choose(given);
		}
		X509ExtendedTrustManager trusted = choose(factory(options.trust()));
		return (options.crls().isEmpty()) ? trusted : choose(factory(trusted.getAcceptedIssuers(), options));
	}

	private static X509ExtendedTrustManager choose(TrustManagerFactory factory) {
		for (TrustManager manager : factory.getTrustManagers()) {
			if (manager instanceof X509ExtendedTrustManager found) {
				return found;
			}
		}
		throw Check.refuse("trustManager", List.of(factory.getTrustManagers()), "one X509ExtendedTrustManager", null);
	}

	private static TrustManagerFactory factory(List<X509Certificate> trusted) throws GeneralSecurityException {
		TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
		factory.init((trusted.isEmpty()) ? null : store(trusted));
		return factory;
	}

	private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			for (X509Certificate certificate : trusted) {
				store.setCertificateEntry(Integer.toString(store.size()), certificate);
			}
			return store;
		}
		catch (IOException ex) {
			throw new GeneralSecurityException(ex);
		}
	}

	/**
	 * With revocation: by the given lists only, and whom no list covers is refused. No
	 * fallback, as that asks servers that the certificate names.
	 */
	private static TrustManagerFactory factory(X509Certificate[] trusted, TlsOptions options)
			throws GeneralSecurityException {
		Set<TrustAnchor> anchors = List.of(trusted)
			.stream()
			.map((certificate) -> new TrustAnchor(certificate, null))
			.collect(Collectors.toSet());
		PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathBuilder.getInstance(PKIX)
			.getRevocationChecker();
		checker.setOptions(Set.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
		PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
		parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(options.crls())));
		parameters.addCertPathChecker(checker);
		TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
		factory.init(new CertPathTrustManagerParameters(parameters));
		return factory;
	}

}
