/**
 * The health of servers and clients.
 */
@NullMarked
package io.tcpboot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
