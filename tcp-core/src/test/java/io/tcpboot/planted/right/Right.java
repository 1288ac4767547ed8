package io.tcpboot.planted.right;

import io.tcpboot.planted.left.Left;

/**
 * The other half of a cycle that the architecture test must find.
 */
public record Right(Left left) {

}
