package io.tcpboot.tls;

import java.util.List;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.tcpboot.test.ChildJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which provider is chosen, and what is said about it.
 */
class TlsProviderTests {

	@Test
	void whenOpenSslLoadsItIsChosen() {
		assertThat(ReloadableTls.client(TlsOptions.defaults()).description())
			.isEqualTo("OPENSSL (BoringSSL, native library loaded)");
	}

	@Test
	void whenTheJdkIsAskedForItIsUsed() {
		TlsOptions options = TlsOptions.builder().provider(TlsProvider.JDK).build();
		assertThat(ReloadableTls.client(options).description()).isEqualTo("JDK (asked for)");
	}

	@Test
	void whenTheClassesAreMissingTheJdkIsUsedAndTheReasonSaysSo() throws Exception {
		assertThat(without("netty-tcnative-boringssl-static", "netty-tcnative-classes")).containsExactly(
				"AUTO: JDK (netty-tcnative: not on the class path)",
				"OPENSSL: provider: OPENSSL (expected: its native library, but netty-tcnative: not on the class path)",
				"JDK: JDK (asked for)");
	}

	@Test
	void whenTheLibraryIsMissingTheJdkIsUsedAndTheReasonSaysSo() throws Exception {
		List<String> choices = without("netty-tcnative-boringssl-static");
		assertThat(choices).hasSize(3);
		assertThat(choices.get(0)).startsWith("AUTO: JDK (netty-tcnative: ").contains("netty_tcnative");
		assertThat(choices.get(1)).startsWith("OPENSSL: provider: OPENSSL (expected: its native library, but ");
	}

	private static List<String> without(String... jars) throws Exception {
		try (ChildJvm child = ChildJvm.builder()
			.classPath((entry) -> List.of(jars).stream().noneMatch(entry::contains))
			.run(Choice.class, "AUTO", "OPENSSL", "JDK")) {
			return child.awaitEnd();
		}
	}

	/**
	 * Tells what is chosen where something is not on the class path, after a handler was
	 * made.
	 */
	static final class Choice {

		private Choice() {
		}

		public static void main(String[] args) {
			List.of(args).forEach((name) -> System.out.println(name + ": " + choose(TlsProvider.valueOf(name))));
		}

		private static String choose(TlsProvider provider) {
			try {
				ReloadableTls tls = ReloadableTls
					.client(TlsOptions.builder().provider(provider).verifyHostName(false).build());
				tls.newHandler(UnpooledByteBufAllocator.DEFAULT, "localhost", 1);
				return tls.description();
			}
			catch (IllegalArgumentException ex) {
				return ex.getMessage();
			}
		}

	}

}
