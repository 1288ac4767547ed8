package io.tcpboot.autoconfigure;

import java.util.List;

import io.tcpboot.tls.TlsOptions.ClientAuth;
import org.jspecify.annotations.Nullable;

/**
 * Properties of the encryption of a server.
 */
public class ServerSslProperties extends SslProperties {

	/**
	 * Whether clients are asked for a certificate. Needs a trust store in the bundle.
	 */
	private @Nullable ClientAuth clientAuth;

	/**
	 * SSL bundles for single server names (SNI).
	 */
	private @Nullable List<ServerNameBundle> serverNameBundles;

	public @Nullable ClientAuth getClientAuth() {
		return this.clientAuth;
	}

	public void setClientAuth(@Nullable ClientAuth clientAuth) {
		this.clientAuth = clientAuth;
	}

	public @Nullable List<ServerNameBundle> getServerNameBundles() {
		return this.serverNameBundles;
	}

	public void setServerNameBundles(@Nullable List<ServerNameBundle> serverNameBundles) {
		this.serverNameBundles = serverNameBundles;
	}

	/**
	 * The SSL bundle of a server name.
	 */
	public static class ServerNameBundle {

		/**
		 * Name that the client asks for.
		 */
		private @Nullable String serverName;

		/**
		 * Name of the SSL bundle for it.
		 */
		private @Nullable String bundle;

		public @Nullable String getServerName() {
			return this.serverName;
		}

		public void setServerName(@Nullable String serverName) {
			this.serverName = serverName;
		}

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
