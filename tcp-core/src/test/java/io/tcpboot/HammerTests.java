package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;

import io.tcpboot.tls.TlsProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything at once. The seed decides what is done, the machine who comes first. It is a
 * constant, so that a red build is red for what was changed and not for what was rolled;
 * the system property {@code tcp.hammer.seed} is another one, or {@code random}.
 */
class HammerTests {

	private static final String DEFAULT_SEED = "20261122";

	@Test
	void whenEverythingHappensAtOnceTheLawsHold() throws Exception {
		hammer(new HammerPorts());
	}

	@Test
	@DisplayName("B100 everything at once over unix sockets")
	void whenEverythingHappensOverUnixSocketsTheLawsHold(@TempDir Path folder) throws Exception {
		hammer(new HammerFolder(folder));
		assertThat(folder).isEmptyDirectory();
	}

	@ParameterizedTest
	@CsvSource({ "JDK, TLSv1.3", "JDK, TLSv1.2", "OPENSSL, TLSv1.3", "OPENSSL, TLSv1.2" })
	void whenEverythingHappensOverTlsTheLawsHold(TlsProvider provider, String protocol) throws Exception {
		hammer(new HammerTls(provider, protocol));
	}

	private static void hammer(HammerPlace place) throws Exception {
		long seed = seed();
		long descriptors = openSockets();
		try (LogCapture server = new LogCapture(TcpListener.class);
				LogCapture client = new LogCapture(TcpSocket.class);
				Hammer hammer = new Hammer(place, seed)) {
			hammer.run();
			assertThat(hammer.laws.broken()).as("-Dtcp.hammer.seed=%d", seed).isEmpty();
			assertThat(server.all()).isNotEmpty();
			assertThat(client.all()).isNotEmpty();
		}
		Events.until(() -> openSockets() <= descriptors, () -> "sockets left: " + (openSockets() - descriptors));
	}

	private static long seed() {
		String seed = System.getProperty("tcp.hammer.seed", DEFAULT_SEED);
		return (seed.equals("random")) ? new SecureRandom().nextLong() : Long.parseLong(seed);
	}

	private static long openSockets() {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter(HammerTests::isSocket).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isSocket(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

}
