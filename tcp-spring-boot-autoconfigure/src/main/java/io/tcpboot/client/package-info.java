/**
 * The clients of an application: found when it starts, kept connected, and closed with
 * it.
 */
@NullMarked
package io.tcpboot.client;

import org.jspecify.annotations.NullMarked;
