package com.example.tcp;

import java.io.Serializable;
import java.time.Instant;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;

@TcpServer(port = 8080)
class Echo {

	record Session(String id, Instant since) implements Serializable {
	}

	@OnOpen
	void open(TcpSocket<Session> socket) {
		socket.data(new Session(socket.id(), Instant.now()));
	}

	@OnData
	ByteBuf data(ByteBuf bytes) {
		return bytes;
	}

}
