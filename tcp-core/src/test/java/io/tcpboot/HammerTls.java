package io.tcpboot;

import io.tcpboot.test.Peer;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;

/**
 * Ports of the loopback interface, with TLS. Only the JDK's provider, and only with TLS
 * 1.3, may go on sending after the peer's close_notify.
 */
final class HammerTls extends HammerPorts {

	private final ReloadableTls server;

	private final ReloadableTls client;

	private final boolean halfClose;

	HammerTls(TlsProvider provider, String protocol) {
		this.server = ReloadableTls.server(TestTls.serverOptions(provider).protocols(protocol).build());
		this.client = ReloadableTls.client(TestTls.clientOptions(provider).verifyHostName(false).build());
		this.halfClose = provider == TlsProvider.JDK && protocol.equals("TLSv1.3");
	}

	@Override
	public ServerOptions.Builder server() {
		return super.server().tls(this.server);
	}

	@Override
	ClientOptions.Builder client(int port) {
		return super.client(port).tls(this.client);
	}

	@Override
	public Peer over(Peer plain, boolean client) throws Exception {
		return TlsPeer.over(plain, client);
	}

	@Override
	public int clients() {
		return 30;
	}

	@Override
	public boolean hasTls() {
		return true;
	}

	@Override
	public boolean hasHalfClose() {
		return this.halfClose;
	}

}
