package io.tcpboot.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file, in their order; text around them is skipped.
 *
 * @param label what stands behind BEGIN
 * @param bytes the decoded content
 */
record Pem(String label, byte[] bytes) {

	private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----",
			Pattern.DOTALL);

	static List<Pem> read(Source source) {
		List<Pem> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(source.text());
		while (matcher.find()) {
			blocks.add(new Pem(matcher.group(1), decode(source, matcher.group(1), matcher.group(2))));
		}
		return blocks;
	}

	private static byte[] decode(Source source, String label, String body) {
		if (body.contains("Proc-Type:")) {
			throw Check.refuse(source.name(), source.origin() + " is encrypted in the old way of OpenSSL",
					"PKCS#8, as \"openssl pkcs8 -topk8\" makes it", null);
		}
		try {
			return Base64.getMimeDecoder().decode(body);
		}
		catch (IllegalArgumentException ex) {
			throw source.refuse("has an unreadable " + label, "PEM", ex);
		}
	}

	/**
	 * Read all certificates, of which there must be one.
	 */
	static List<X509Certificate> certificates(Source source) {
		List<X509Certificate> certificates = new ArrayList<>();
		for (Pem block : read(source)) {
			if (block.label.endsWith("CERTIFICATE")) {
				certificates.add(block.certificate(source));
			}
		}
		Check.that(!certificates.isEmpty(), source.name(), source.origin() + " without a certificate",
				"PEM with BEGIN CERTIFICATE");
		return List.copyOf(certificates);
	}

	private X509Certificate certificate(Source source) {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(new ByteArrayInputStream(this.bytes));
		}
		catch (CertificateException ex) {
			throw source.refuse("has an unreadable certificate", "X.509", ex);
		}
	}

	/**
	 * Read all lists of revoked certificates, of which there must be one. DER is read
	 * too, as most authorities publish it.
	 */
	static List<X509CRL> crls(Source source) {
		try {
			List<X509CRL> crls = new ArrayList<>();
			CertificateFactory.getInstance("X.509")
				.generateCRLs(new ByteArrayInputStream(source.bytes()))
				.forEach((crl) -> crls.add((X509CRL) crl));
			Check.that(!crls.isEmpty(), source.name(), source.origin() + " without a list", "PEM with BEGIN X509 CRL");
			return List.copyOf(crls);
		}
		catch (CertificateException | CRLException ex) {
			throw source.refuse("is unreadable", "a CRL, PEM or DER", ex);
		}
	}

}
