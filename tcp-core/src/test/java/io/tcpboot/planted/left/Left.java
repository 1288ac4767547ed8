package io.tcpboot.planted.left;

import io.tcpboot.planted.right.Right;

/**
 * Half of a cycle that the architecture test must find.
 */
public record Left(Right right) {

}
