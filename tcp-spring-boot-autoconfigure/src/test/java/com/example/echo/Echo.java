package com.example.echo;

import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;

@TcpServer(port = 8080)
class Echo {

	@OnData
	byte[] data(byte[] bytes) {
		return bytes;
	}

}
