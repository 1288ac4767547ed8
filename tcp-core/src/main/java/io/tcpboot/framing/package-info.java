/**
 * Where a message begins and ends in the stream of bytes, in both directions.
 */
@NullMarked
package io.tcpboot.framing;

import org.jspecify.annotations.NullMarked;
