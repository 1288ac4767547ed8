/**
 * Meters of servers, clients and the event loop.
 */
@NullMarked
package io.tcpboot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
