package io.tcpboot.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * A private key and its certificate, followed by those who issued it.
 *
 * @param key the key
 * @param chain the certificate of the key first, each followed by its issuer's
 */
record Identity(PrivateKey key, List<X509Certificate> chain) {

	Identity {
		checkOrder(chain);
		checkKey(key, chain.get(0));
	}

	static Identity of(Source chain, Source key, @Nullable String passPhrase) {
		return new Identity(PemKey.read(key, passPhrase), Pem.certificates(chain));
	}

	static List<Identity> pkcs12(Source source, String password) {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(new ByteArrayInputStream(source.bytes()), password.toCharArray());
			List<Identity> identities = new ArrayList<>();
			for (String alias : Collections.list(store.aliases())) {
				if (store.isKeyEntry(alias)) {
					identities.add(entry(store, alias, password));
				}
			}
			Check.that(!identities.isEmpty(), source.name(), source.origin() + " without a key",
					"a key with its certificate");
			return List.copyOf(identities);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw source.refuse("cannot be opened", "PKCS#12 and its password", ex);
		}
	}

	private static Identity entry(KeyStore store, String alias, String password) throws GeneralSecurityException {
		List<X509Certificate> chain = new ArrayList<>();
		for (Certificate certificate : store.getCertificateChain(alias)) {
			chain.add((X509Certificate) certificate);
		}
		return new Identity((PrivateKey) store.getKey(alias, password.toCharArray()), List.copyOf(chain));
	}

	/**
	 * Make the factory that hands out one of these, the one that suits the peer.
	 */
	static KeyManagerFactory factory(List<Identity> identities) throws GeneralSecurityException, IOException {
		char[] none = new char[0];
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		for (Identity identity : identities) {
			store.setKeyEntry(Integer.toString(store.size()), identity.key, none,
					identity.chain.toArray(X509Certificate[]::new));
		}
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(store, none);
		return factory;
	}

	private static void checkOrder(List<X509Certificate> chain) {
		for (int i = 1; i < chain.size(); i++) {
			boolean issued = chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal());
			Check.that(issued, "certificate", chain.get(i).getSubjectX500Principal(),
					"the issuer of the certificate before it: " + chain.get(i - 1).getIssuerX500Principal());
		}
	}

	private static void checkKey(PrivateKey key, X509Certificate certificate) {
		Check.that(belongs(key, certificate.getPublicKey()), "key",
				key.getAlgorithm() + " key that does not belong to the certificate",
				"the key of " + certificate.getSubjectX500Principal());
	}

	private static boolean belongs(PrivateKey key, PublicKey publicKey) {
		if (key instanceof RSAKey mine && publicKey instanceof RSAKey its) {
			return mine.getModulus().equals(its.getModulus());
		}
		return key.getAlgorithm().equals(publicKey.getAlgorithm()) && signs(key, publicKey);
	}

	private static boolean signs(PrivateKey key, PublicKey publicKey) {
		try {
			byte[] message = new byte[16];
			String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm();
			Signature signer = Signature.getInstance(algorithm);
			signer.initSign(key);
			signer.update(message);
			byte[] signature = signer.sign();
			signer.initVerify(publicKey);
			signer.update(message);
			return signer.verify(signature);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
