package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;

/**
 * Written in the place of a socket.
 *
 * @param id of the socket
 */
record SocketReference(String id) implements Serializable {

}
