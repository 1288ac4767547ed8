/**
 * Sockets that stay open while DevTools restarts the application.
 */
@NullMarked
package io.tcpboot.autoconfigure.devtools;

import org.jspecify.annotations.NullMarked;
