package com.example.ledger;

import java.util.concurrent.Semaphore;

import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;

/**
 * A server with a handler that waits, which it must not.
 */
@TcpServer(port = 0)
class Ledger {

	final Semaphore entries = new Semaphore(0);

	@OnData
	String book(String text) {
		this.entries.acquireUninterruptibly();
		return text;
	}

}
