/**
 * How bytes reach the kernel: which of Netty's transports is used, and why.
 */
@NullMarked
package io.tcpboot.transport;

import org.jspecify.annotations.NullMarked;
