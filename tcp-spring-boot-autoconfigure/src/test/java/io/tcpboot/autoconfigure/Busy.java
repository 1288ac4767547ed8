package io.tcpboot.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;

/**
 * A server that is done with what it was asked when a test says so: until then it drains.
 */
@TcpServer(port = 0)
class Busy {

	final CompletableFuture<Void> asked = new CompletableFuture<>();

	final CompletableFuture<Void> answer = new CompletableFuture<>();

	@OnData
	CompletionStage<Void> data(byte[] bytes) {
		this.asked.complete(null);
		return this.answer;
	}

}
