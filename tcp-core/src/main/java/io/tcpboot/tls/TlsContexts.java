package io.tcpboot.tls;

import java.util.ArrayList;
import java.util.List;

import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * The context of one side with those for single server names: everything that a reload
 * exchanges, as one. Whoever makes a handler retains it meanwhile.
 */
final class TlsContexts extends AbstractReferenceCounted {

	private final TlsOptions options;

	private final List<TlsContext> all = new ArrayList<>();

	private final ServerNames<TlsContext> named = new ServerNames<>();

	TlsContexts(TlsOptions options, boolean server) {
		this.options = options;
		try {
			this.all.add(create("", options, server));
			options.serverNames().forEach((pattern, its) -> {
				TlsContext context = create("serverName " + pattern + ": ", its, server);
				this.all.add(context);
				this.named.put(pattern, context);
			});
		}
		catch (RuntimeException ex) {
			deallocate();
			throw ex;
		}
	}

	private static TlsContext create(String where, TlsOptions options, boolean server) {
		try {
			checkSide(options, server);
			return TlsContext.of(options, server);
		}
		catch (IllegalArgumentException ex) {
			throw (where.isEmpty()) ? ex : new IllegalArgumentException(where + ex.getMessage(), ex);
		}
	}

	private static void checkSide(TlsOptions options, boolean server) {
		if (options.sslContext() != null) {
			Check.that(!server || options.verifyHostName(), "verifyHostName", false, "left alone by a server");
		}
		else if (server) {
			checkServer(options);
		}
		else {
			checkClient(options);
		}
	}

	private static void checkServer(TlsOptions options) {
		boolean asks = options.clientAuth() != TlsOptions.ClientAuth.NONE;
		Check.that(!options.identities().isEmpty() || options.keyManager() != null, "certificate", "not set",
				"a certificate and its key, as every server needs");
		Check.that(!asks || options.hasTrust(), "trust", "not set",
				"those whose clients are let in with clientAuth " + options.clientAuth());
		Check.that(asks || !(options.hasTrust() || !options.crls().isEmpty()), "clientAuth", options.clientAuth(),
				"WANT or NEED, as it is set who is trusted");
		Check.that(asks || options.verifyPeer(), "verifyPeer", false, "left alone, as no client is verified");
		Check.that(options.verifyHostName(), "verifyHostName", false, "left alone by a server");
	}

	private static void checkClient(TlsOptions options) {
		Check.that(options.clientAuth() == TlsOptions.ClientAuth.NONE, "clientAuth", options.clientAuth(),
				"NONE for a client; its certificate is what certificate(...) sets");
		Check.that(options.serverNames().isEmpty(), "serverName", options.serverNames().keySet(),
				"none for a client, which asks for the host that it connects to");
	}

	TlsOptions options() {
		return this.options;
	}

	TlsContext first() {
		return this.all.get(0);
	}

	TlsContext forName(@Nullable String serverName) {
		TlsContext found = this.named.find(serverName);
		return (found != null) ? found : first();
	}

	@Override
	protected void deallocate() {
		this.all.forEach(TlsContext::release);
	}

	@Override
	public ReferenceCounted touch(Object hint) {
		return this;
	}

}
