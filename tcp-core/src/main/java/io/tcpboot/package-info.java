/**
 * TCP servers and clients on Netty: the front door is {@link io.tcpboot.Tcp}.
 */
@NullMarked
package io.tcpboot;

import org.jspecify.annotations.NullMarked;
