package io.tcpboot.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks the peer's certificates as another trust manager does, and keeps the result with
 * the session. Where the peer is not to be verified, a failure is only kept.
 * <p>
 * A resumed session is checked again, as its certificates may have expired, and as a
 * session that the JDK has put into a ticket comes back without what was kept with it.
 */
final class PeerCheck extends X509ExtendedTrustManager implements ResumableX509ExtendedTrustManager {

	private static final String RESULT = PeerCheck.class.getName();

	private final X509ExtendedTrustManager trusted;

	private final boolean refusing;

	PeerCheck(X509ExtendedTrustManager trusted, boolean refusing) {
		this.trusted = trusted;
		this.refusing = refusing;
	}

	/**
	 * Return the result that was kept with the session.
	 * @return {@code null} if the peer was not checked
	 */
	static @Nullable Result result(SSLSession session) {
		return (session.getValue(RESULT) instanceof Result result) ? result : null;
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		keep(engine.getHandshakeSession(), () -> this.trusted.checkClientTrusted(chain, authType, engine));
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
			throws CertificateException {
		keep(engine.getHandshakeSession(), () -> this.trusted.checkServerTrusted(chain, authType, engine));
	}

	@Override
	public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
		resume(engine.getSession(), () -> this.trusted.checkClientTrusted(chain, authType(chain)));
	}

	@Override
	public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
		resume(engine.getSession(), () -> this.trusted.checkServerTrusted(chain, "UNKNOWN"));
	}

	private static String authType(X509Certificate[] chain) {
		return chain[0].getPublicKey().getAlgorithm();
	}

	/**
	 * A failure stays one: what is checked here is only the chain, as providers look for
	 * sessions by host and port, but the failure may have been the host name.
	 */
	private void resume(SSLSession session, Check check) throws CertificateException {
		Result before = result(session);
		if (before == null || before.failure() == null) {
			keep(session, check);
		}
	}

	private void keep(SSLSession session, Check check) throws CertificateException {
		try {
			check.run();
			session.putValue(RESULT, Result.AUTHORIZED);
		}
		catch (CertificateException ex) {
			session.putValue(RESULT, new Result(ex));
			if (this.refusing) {
				throw ex;
			}
		}
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return this.trusted.getAcceptedIssuers();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw withoutEngine();
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
			throws CertificateException {
		throw withoutEngine();
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw withoutEngine();
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
		throw withoutEngine();
	}

	private static CertificateException withoutEngine() {
		return new CertificateException("no engine whose session could keep the result");
	}

	/**
	 * What came out of a check.
	 *
	 * @param failure why the peer is not authorized, or {@code null} if it is
	 */
	record Result(@Nullable CertificateException failure) {

		static final Result AUTHORIZED = new Result(null);

	}

	/**
	 * A check that throws what it finds.
	 */
	private interface Check {

		void run() throws CertificateException;

	}

}
