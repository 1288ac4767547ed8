/**
 * Benchmarks of the framing.
 */
@NullMarked
package io.tcpboot.framing;

import org.jspecify.annotations.NullMarked;
