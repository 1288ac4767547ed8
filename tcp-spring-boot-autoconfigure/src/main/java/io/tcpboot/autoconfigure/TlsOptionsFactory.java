package io.tcpboot.autoconfigure;

import java.util.Map;

import io.tcpboot.tls.TlsOptions;

/**
 * Makes the TLS options of one server or client, anew after each change of an SSL bundle.
 */
interface TlsOptionsFactory {

	/**
	 * Return whether there is TLS. If not, nothing may be set that needs it, unless it is
	 * switched off.
	 */
	boolean isEnabled();

	/**
	 * Return the SSL bundles to follow: names, and the property that has each.
	 */
	Map<String, String> bundles();

	/**
	 * Make options that work, of what the bundles are now.
	 */
	TlsOptions create();

}
