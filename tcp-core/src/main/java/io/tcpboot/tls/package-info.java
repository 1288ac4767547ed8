/**
 * TLS: what a user may set, and contexts that can be exchanged while connections are
 * open.
 */
@NullMarked
package io.tcpboot.tls;

import org.jspecify.annotations.NullMarked;
