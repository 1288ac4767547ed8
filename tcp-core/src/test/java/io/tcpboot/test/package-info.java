/**
 * Shared by the tests of all modules, as the test-jar of tcp-core.
 */
@NullMarked
package io.tcpboot.test;

import org.jspecify.annotations.NullMarked;
