package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpConnectException;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.TcpClient;

/**
 * A client that logs in, and writes down what happens to it.
 */
@TcpClient(name = "feed")
class LoginFeed {

	final List<String> events = new CopyOnWriteArrayList<>();

	@OnOpen
	void open(TcpSocket<StringBuilder> socket) {
		socket.data(new StringBuilder());
		socket.send("login");
	}

	@OnData
	void data(String text, StringBuilder received) {
		this.events.add(received.append(text).toString());
	}

	@OnConnectError
	void connectError(TcpConnectException failure) {
		this.events.add(failure.kind().toString());
	}

	@OnShutdown
	void shutdown(TcpSocket<StringBuilder> socket) {
		socket.send("bye");
	}

	@OnClose
	void close(CloseReason reason) {
		this.events.add(reason.toString());
	}

}
