package io.tcpboot.transport;

import java.util.List;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.tcpboot.test.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which transport is chosen, and what is said about it.
 */
class TransportTests {

	static boolean hasEpoll() {
		return Epoll.isAvailable();
	}

	@Test
	@EnabledIf("hasEpoll")
	void whenEpollLoadsItIsChosen() {
		Transport transport = Transport.load(Transport.Kind.AUTO);
		assertThat(transport.kind()).isEqualTo(Transport.Kind.EPOLL);
		assertThat(transport.reason()).isEqualTo("native library loaded");
	}

	@Test
	void whenNioIsAskedForItIsUsed() {
		Transport transport = Transport.load(Transport.Kind.NIO);
		assertThat(transport.kind()).isEqualTo(Transport.Kind.NIO);
		assertThat(transport.reason()).isEqualTo("asked for");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenKqueueIsAskedForOnLinuxItIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> Transport.load(Transport.Kind.KQUEUE))
			.withMessage("transport: KQUEUE cannot be loaded: not on macOS or BSD"
					+ " (expected: its native library on the class path)");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenIoUringIsAskedForItIsUsedOrRefusedWithTheReason() {
		if (IoUring.isAvailable()) {
			assertThat(Transport.load(Transport.Kind.IO_URING).kind()).isEqualTo(Transport.Kind.IO_URING);
		}
		else {
			assertThatIllegalStateException().isThrownBy(() -> Transport.load(Transport.Kind.IO_URING))
				.withMessageStartingWith("transport: IO_URING cannot be loaded: ")
				.withCause(IoUring.unavailabilityCause());
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenTheLibrariesAreMissingNioIsUsedAndTheReasonSaysSo() throws Exception {
		List<String> choices = without("netty-transport-native-");
		assertThat(choices).hasSize(3);
		assertThat(choices.get(0)).startsWith("AUTO: NIO (EPOLL: ")
			.contains("netty_transport_native_epoll")
			.endsWith("; KQUEUE: not on macOS or BSD)");
		assertThat(choices.get(1)).startsWith("EPOLL: transport: EPOLL cannot be loaded: ")
			.contains("netty_transport_native_epoll")
			.endsWith(" (expected: its native library on the class path)");
		assertThat(choices.get(2)).startsWith("IO_URING: transport: IO_URING cannot be loaded: ")
			.contains("netty_transport_native_io_uring");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whenTheClassesAreMissingNioIsUsedAndTheReasonSaysSo() throws Exception {
		assertThat(without("netty-transport-native-", "netty-transport-classes-")).containsExactly(
				"AUTO: NIO (EPOLL: not on the class path; KQUEUE: not on macOS or BSD)",
				"EPOLL: transport: EPOLL cannot be loaded: not on the class path"
						+ " (expected: its native library on the class path)",
				"IO_URING: transport: IO_URING cannot be loaded: not on the class path"
						+ " (expected: its native library on the class path)");
	}

	/**
	 * What is chosen without some jars. Their common half is needed by other jars.
	 */
	private static List<String> without(String... jars) throws Exception {
		try (ChildJvm child = ChildJvm.builder()
			.classPath((entry) -> entry.contains("unix-common") || List.of(jars).stream().noneMatch(entry::contains))
			.run(Choice.class, "AUTO", "EPOLL", "IO_URING")) {
			return child.awaitEnd();
		}
	}

	/**
	 * Tells what is chosen where something is not on the class path.
	 */
	static final class Choice {

		private Choice() {
		}

		public static void main(String[] args) {
			List.of(args).forEach((kind) -> System.out.println(kind + ": " + choose(Transport.Kind.valueOf(kind))));
		}

		private static String choose(Transport.Kind kind) {
			try {
				Transport transport = Transport.load(kind);
				return transport.kind() + " (" + transport.reason() + ")";
			}
			catch (IllegalStateException ex) {
				return ex.getMessage();
			}
		}

	}

}
