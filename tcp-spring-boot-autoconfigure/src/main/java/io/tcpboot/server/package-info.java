/**
 * The servers of an application: found when it starts, bound and closed with it.
 */
@NullMarked
package io.tcpboot.server;

import org.jspecify.annotations.NullMarked;
