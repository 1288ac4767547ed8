/**
 * Benchmarks of annotated handlers.
 */
@NullMarked
package io.tcpboot.handler;

import org.jspecify.annotations.NullMarked;
