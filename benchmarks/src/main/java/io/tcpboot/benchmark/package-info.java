/**
 * Runs every peer through every workload, side by side, and writes down what came out.
 */
@NullMarked
package io.tcpboot.benchmark;

import org.jspecify.annotations.NullMarked;
