package com.example.tcp;

import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;

@TcpServer(port = 7070, framing = FramingType.LINES)
class Chat {

	private final TcpServers servers;

	Chat(TcpServers servers) {
		this.servers = servers;
	}

	@OnData
	void data(TcpSocket<?> socket, String line) {
		for (TcpSocket<?> member : this.servers.listener("chat").sockets()) {
			if (member != socket && !member.send(line)) {
				member.terminate();
			}
		}
	}

}
