package io.tcpboot.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@SpringJUnitConfig
@TestPropertySource(properties = { "local.tcp.server.port=1000", "local.tcp.echo.port=2000",
		"local.tcp.myEcho.port=2500", "other=3000" })
class LocalTcpPortTests {

	@LocalTcpPort
	private int only;

	@LocalTcpPort("echo")
	private int echo;

	private final int ofConstructor;

	private int ofMethod;

	@Autowired
	LocalTcpPortTests(@LocalTcpPort("echo") int port) {
		this.ofConstructor = port;
	}

	@LocalTcpPort("echo")
	void setPort(int port) {
		this.ofMethod = port;
	}

	@Test
	void whenFieldNamesNoServerItHasThePortOfTheOnlyOne() {
		assertThat(this.only).isEqualTo(1000);
	}

	@Test
	void whenServerIsNamedFieldsConstructorsAndMethodsHaveItsPort() {
		assertThat(this.echo).isEqualTo(2000);
		assertThat(this.ofConstructor).isEqualTo(2000);
		assertThat(this.ofMethod).isEqualTo(2000);
	}

	@Test
	void whenServerIsNamedParametersHaveItsPort(@LocalTcpPort("echo") int port, @Value("${other}") int other) {
		assertThat(port).isEqualTo(2000);
		assertThat(other).isEqualTo(3000);
	}

	@Test
	void whenNameIsSpelledOtherwiseItIsTheSame(@LocalTcpPort("my-echo") int port) {
		assertThat(port).isEqualTo(2500);
	}

	@Test
	void whenThereIsNoSuchServerTheStartedOnesAreListed(@Autowired ApplicationContext context) {
		assertThatException().isThrownBy(() -> create(context, Unknown.class))
			.havingRootCause()
			.withMessage("@LocalTcpPort(\"ecko\"): there is no property local.tcp.ecko.port "
					+ "(expected: a TCP server that has started; started are [echo, myEcho])");
	}

	private static void create(ApplicationContext context, Class<?> type) {
		AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
		factory.createBean(type);
	}

	@Configuration(proxyBeanMethods = false)
	static class NoBeans {

	}

	static class Unknown {

		@LocalTcpPort("ecko")
		int port;

	}

}
