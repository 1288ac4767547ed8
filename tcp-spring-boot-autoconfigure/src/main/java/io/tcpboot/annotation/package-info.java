/**
 * What a user writes on a bean to make it a TCP server or client.
 */
@NullMarked
package io.tcpboot.annotation;

import org.jspecify.annotations.NullMarked;
