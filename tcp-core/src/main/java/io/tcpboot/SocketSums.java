package io.tcpboot;

/**
 * What the sockets of one server or client carry together, by one walk through those that
 * are open.
 *
 * @param bytesRead bytes received so far; a count that only grows
 * @param bytesWritten bytes that the kernel has taken so far; a count that only grows
 * @param pendingBytes bytes that open sockets have accepted and the kernel has not taken
 * @param pausedSockets number of open sockets that the application has paused
 */
public record SocketSums(long bytesRead, long bytesWritten, long pendingBytes, int pausedSockets) {

}
