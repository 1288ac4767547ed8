package com.example.tcp;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;

@TcpServer(port = 7070, framing = FramingType.LINES)
class Chat {

	private final Set<TcpSocket<?>> members = ConcurrentHashMap.newKeySet();

	@OnOpen
	void open(TcpSocket<?> socket) {
		this.members.add(socket);
	}

	@OnData
	void data(TcpSocket<?> socket, String line) {
		for (TcpSocket<?> member : this.members) {
			if (member != socket && !member.send(line)) {
				member.terminate();
			}
		}
	}

	@OnClose
	void close(TcpSocket<?> socket) {
		this.members.remove(socket);
	}

}
