/**
 * The servers that are measured side by side, each written as the documentation of its
 * framework would have it.
 */
@NullMarked
package io.tcpboot.benchmark.peer;

import org.jspecify.annotations.NullMarked;
