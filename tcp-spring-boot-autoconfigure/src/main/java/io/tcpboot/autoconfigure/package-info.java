/**
 * Auto-configuration and properties.
 */
@NullMarked
package io.tcpboot.autoconfigure;

import org.jspecify.annotations.NullMarked;
