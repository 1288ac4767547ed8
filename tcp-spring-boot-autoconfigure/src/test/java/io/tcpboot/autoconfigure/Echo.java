package io.tcpboot.autoconfigure;

import io.netty.buffer.ByteBuf;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;

/**
 * The smallest server there is.
 */
@TcpServer(port = 0)
class Echo {

	@OnData
	ByteBuf data(ByteBuf bytes) {
		return bytes;
	}

}
