package io.tcpboot.client;

import java.util.concurrent.CompletableFuture;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketTotals;
import io.tcpboot.TcpSocket;

/**
 * Makes one attempt to connect.
 *
 * @param <D> type of the socket's data
 */
@FunctionalInterface
interface Dialer<D> {

	/**
	 * Begin to connect.
	 * @param target where to
	 * @param totals where to count what goes wrong
	 * @return a future as that of {@link io.tcpboot.TcpEventLoop#connect}
	 */
	CompletableFuture<TcpSocket<D>> dial(ClientOptions target, SocketTotals totals);

}
