package io.tcpboot.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Private keys in PEM: PKCS#8, plain or encrypted, and the older forms for RSA and EC,
 * which are put into PKCS#8, as the JDK reads nothing else.
 */
final class PemKey {

	private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

	private static final String PBES2 = "1.2.840.113549.1.5.13";

	// AlgorithmIdentifier of rsaEncryption: a sequence of its object identifier and NULL.
	private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

	// The object identifier ecPublicKey; that of the curve follows.
	private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

	private static final byte[] VERSION_0 = { 2, 1, 0 };

	private static final int SEQUENCE = 0x30;

	private static final int OCTET_STRING = 4;

	// [0] of an ECPrivateKey (RFC 5915): the curve.
	private static final int CURVE = 0xa0;

	private PemKey() {
	}

	static PrivateKey read(Source source, @Nullable String passPhrase) {
		for (Pem block : Pem.read(source)) {
			if (block.label().endsWith("PRIVATE KEY")) {
				return read(source, block, passPhrase);
			}
		}
		throw Check.refuse(source.name(), source.origin() + " without a key", "PEM with BEGIN PRIVATE KEY", null);
	}

	private static PrivateKey read(Source source, Pem block, @Nullable String passPhrase) {
		if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
			Check.that(passPhrase != null, "passPhrase", "not set", "the pass phrase of the encrypted key");
			return decode(source, decrypt(source, block.bytes(), passPhrase));
		}
		Check.that(passPhrase == null, "passPhrase", "set", "none, as the key is not encrypted");
		return switch (block.label()) {
			case "PRIVATE KEY" -> decode(source, block.bytes());
			case "RSA PRIVATE KEY" -> decode(source, pkcs8(RSA, block.bytes()));
			case "EC PRIVATE KEY" -> decode(source, pkcs8(curve(source, block.bytes()), block.bytes()));
			default -> throw Check.refuse(source.name(), block.label(), "a key of RSA, EC or EdDSA", null);
		};
	}

	private static byte[] decrypt(Source source, byte[] encrypted, @Nullable String passPhrase) {
		EncryptedPrivateKeyInfo info;
		try {
			info = new EncryptedPrivateKeyInfo(encrypted);
		}
		catch (IOException ex) {
			throw source.refuse("has an unreadable key", "PKCS#8", ex);
		}
		try {
			String algorithm = algorithm(info);
			char[] password = (passPhrase != null) ? passPhrase.toCharArray() : new char[0];
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.DECRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
					info.getAlgParameters());
			return info.getKeySpec(cipher).getEncoded();
		}
		catch (GeneralSecurityException ex) {
			throw Check.refuse("passPhrase", "does not open the key", "the pass phrase of the encrypted key", ex);
		}
	}

	/**
	 * The JDK says only "PBES2" where its parameters know the name that it can be asked
	 * for.
	 */
	private static String algorithm(EncryptedPrivateKeyInfo info) {
		AlgorithmParameters parameters = info.getAlgParameters();
		String name = info.getAlgName();
		boolean pbes2 = name.equals("PBES2") || name.equals(PBES2);
		return (pbes2 && parameters != null) ? parameters.toString() : name;
	}

	private static PrivateKey decode(Source source, byte[] pkcs8) {
		InvalidKeySpecException first = null;
		for (String algorithm : ALGORITHMS) {
			try {
				return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
			}
			catch (InvalidKeySpecException ex) {
				first = (first != null) ? first : ex;
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw Check.refuse(source.name(), source.origin() + " has an unreadable key", "a key of RSA, EC or EdDSA",
				first);
	}

	private static byte[] pkcs8(byte[] algorithmIdentifier, byte[] key) {
		return tagged(SEQUENCE, VERSION_0, algorithmIdentifier, tagged(OCTET_STRING, key));
	}

	private static byte[] curve(Source source, byte[] key) {
		try {
			int at = skipHeader(key, 0);
			at = skip(key, at); // version
			at = skip(key, at); // the number that is the key
			if ((key[at] & 0xff) == CURVE) {
				int from = skipHeader(key, at);
				return tagged(SEQUENCE, EC, Arrays.copyOfRange(key, from, skip(key, from)));
			}
		}
		catch (IndexOutOfBoundsException ex) {
			throw source.refuse("has an unreadable key", "a key of RSA, EC or EdDSA", ex);
		}
		throw Check.refuse(source.name(), source.origin() + " has a key without its curve",
				"PKCS#8, as \"openssl pkcs8 -topk8\" makes it", null);
	}

	private static int skip(byte[] der, int at) {
		return skipHeader(der, at) + length(der, at);
	}

	private static int skipHeader(byte[] der, int at) {
		int first = der[at + 1] & 0xff;
		return at + 2 + ((first < 0x80) ? 0 : first & 0x7f);
	}

	private static int length(byte[] der, int at) {
		int first = der[at + 1] & 0xff;
		if (first < 0x80) {
			return first;
		}
		int length = 0;
		for (int i = 0; i < (first & 0x7f); i++) {
			length = (length << 8) | (der[at + 2 + i] & 0xff);
		}
		return length;
	}

	private static byte[] tagged(int tag, byte[]... parts) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			content.writeBytes(part);
		}
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(tag);
		int length = content.size();
		if (length < 0x80) {
			out.write(length);
		}
		else {
			// Two bytes of length are valid only where they are needed; keys beyond are
			// not.
			out.writeBytes((length < 0x100) ? new byte[] { (byte) 0x81, (byte) length }
					: new byte[] { (byte) 0x82, (byte) (length >> 8), (byte) length });
		}
		out.writeBytes(content.toByteArray());
		return out.toByteArray();
	}

}
