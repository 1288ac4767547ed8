/**
 * Observations of the calls of handlers.
 */
@NullMarked
package io.tcpboot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
