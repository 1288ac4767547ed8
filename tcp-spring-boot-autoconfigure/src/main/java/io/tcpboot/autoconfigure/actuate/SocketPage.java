package io.tcpboot.autoconfigure.actuate;

import java.util.List;

import io.tcpboot.TcpSocket;

/**
 * What a query finds.
 *
 * @param total how many sockets there are
 * @param matching how many of them fit
 * @param sockets those of them that are asked for, in order
 */
record SocketPage(int total, int matching, List<TcpSocket<?>> sockets) {

}
