package io.tcpboot.benchmark.peer;

import java.io.UncheckedIOException;
import java.nio.file.Path;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/**
 * What a server shows to its clients.
 *
 * @param chain PEM file of the certificate
 * @param key PEM file of its private key
 */
public record Certificate(Path chain, Path key) {

	SslContext nettyContext(SslProvider provider) {
		try {
			return SslContextBuilder.forServer(this.chain.toFile(), this.key.toFile()).sslProvider(provider).build();
		}
		catch (SSLException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * For those who know nothing of Netty; it only reads the files.
	 */
	SSLContext jdkContext() {
		return ((JdkSslContext) nettyContext(SslProvider.JDK)).context();
	}

}
