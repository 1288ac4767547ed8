package io.tcpboot.benchmark.peer;

import java.nio.file.Path;

/**
 * What a server shows to its clients.
 *
 * @param chain PEM file of the certificate
 * @param key PEM file of its private key
 */
public record Certificate(Path chain, Path key) {
}
