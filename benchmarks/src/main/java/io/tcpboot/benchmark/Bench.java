package io.tcpboot.benchmark;

/**
 * What a workload works with.
 *
 * @param settings what was asked for
 * @param fleet starts servers
 * @param generator loads them
 * @param jdk runs those in Java
 * @param certificate is for TLS
 */
record Bench(Settings settings, Fleet fleet, Generator generator, Jdk jdk, Certificate certificate) {
}
