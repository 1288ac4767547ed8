package io.tcpboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.tcpboot.ServerOptions;
import io.tcpboot.annotation.FramingType;
import io.tcpboot.framing.Framing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A property goes before an annotation, that before a default, that before what is built
 * in.
 */
class ServerPropertyPrecedenceTests {

	@Test
	void whenNothingIsSetTheOptionsAreThoseOfTheCore() {
		ServerOptions options = Bound.of().options();
		assertThat(options).usingRecursiveComparison().isEqualTo(ServerOptions.builder().name("echo").port(7).build());
	}

	@Test
	void whenPortIsSetItGoesBeforeTheAnnotation() {
		assertThat(Bound.of("tcp.servers.echo.port=8").options(7, FramingType.UNSPECIFIED).port()).isEqualTo(8);
	}

	@Test
	void whenPathIsSetItGoesBeforeThePortOfTheAnnotation() {
		ServerOptions options = Bound.of("tcp.servers.echo.path=/tmp/echo.sock").options(7, FramingType.UNSPECIFIED);
		assertThat(options.path()).hasToString("/tmp/echo.sock");
		assertThat(options.port()).isEqualTo(-1);
	}

	@Test
	void whenServerHasAValueTheDefaultIsForOthers() {
		Bound bound = Bound.of("tcp.defaults.backlog=1", "tcp.servers.echo.backlog=2");
		assertThat(bound.options().backlog()).isEqualTo(2);
	}

	@Test
	void whenFramingIsADefaultTheAnnotationGoesBeforeIt() {
		Bound bound = Bound.of("tcp.defaults.framing.type=fixed", "tcp.defaults.framing.length=3");
		assertThat(bound.options().socket().framing().maxFrame()).isEqualTo(3);
		assertThat(bound.options(7, FramingType.NONE).socket().framing().isNone()).isTrue();
	}

	@Test
	void whenFramingIsSetItGoesBeforeTheAnnotation() {
		Bound bound = Bound.of("tcp.servers.echo.framing.type=none");
		assertThat(bound.options(7, FramingType.LINES).socket().framing().isNone()).isTrue();
	}

	@Test
	void whenFramingIsAnnotatedItsDetailsAreThoseThatFit() {
		Framing framing = Bound
			.of("tcp.servers.echo.framing.max-frame=1KB", "tcp.defaults.framing.deadline=1s",
					"tcp.defaults.framing.length=3")
			.options(7, FramingType.LINES)
			.socket()
			.framing();
		assertThat(framing.maxFrame()).isEqualTo(1024);
		assertThat(framing.deadline()).hasSeconds(1);
	}

	@Test
	void whenServerHasAPathDefaultsOfPortsAreForOthers() {
		ServerOptions options = Bound
			.of("tcp.servers.echo.path=/tmp/echo.sock", "tcp.defaults.reuse-port=true", "tcp.defaults.keep-alive=true",
					"tcp.defaults.max-connections-per-address=1", "tcp.defaults.tcp-no-delay=false")
			.options();
		assertThat(options.reusePort()).isFalse();
		assertThat(options.socket().keepAlive()).isFalse();
		assertThat(options.maxConnectionsPerAddress()).isZero();
	}

	@Test
	void whenNameHasTwoSpellingsTheirSettingsAreTakenTogether() {
		ServerOptions options = Bound.of("tcp.servers[Echo].port=8", "tcp.servers.echo.backlog=9").options();
		assertThat(options.port()).isEqualTo(8);
		assertThat(options.backlog()).isEqualTo(9);
	}

	@Test
	void whenTwoSpellingsDifferTheFirstIsTaken() {
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("tcp.servers[E.cho].port", "8");
		properties.put("tcp.servers.echo.port", "9");
		properties.put("tcp.servers[e_cho].port", "10");
		assertThat(Bound.of(properties).options().port()).isEqualTo(8);
	}

}
