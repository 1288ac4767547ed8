package io.tcpboot.test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several peers, closed together.
 */
public final class Peers implements AutoCloseable {

	private final List<Peer> peers = new ArrayList<>();

	public Peer connect(int port) throws IOException {
		Peer peer = Peer.connect(port);
		this.peers.add(peer);
		return peer;
	}

	public Peers connect(int port, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			connect(port);
		}
		return this;
	}

	public Peer get(int index) {
		return this.peers.get(index);
	}

	public List<Peer> all() {
		return this.peers;
	}

	public int size() {
		return this.peers.size();
	}

	@Override
	public void close() throws IOException {
		for (Peer peer : this.peers) {
			peer.close();
		}
	}

}
