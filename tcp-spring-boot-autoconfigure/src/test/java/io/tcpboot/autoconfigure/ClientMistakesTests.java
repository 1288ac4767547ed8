package io.tcpboot.autoconfigure;

import java.util.function.Supplier;

import io.tcpboot.ClientOptions;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.TcpClientCustomizer;
import io.tcpboot.handler.InvalidTcpServerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong with clients stops the start, in these words.
 */
class ClientMistakesTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class));

	private final ApplicationContextRunner feedRunner = this.contextRunner.withBean("feed", LoginFeed.class);

	@Test
	void whenNobodySaysWhereToConnect() {
		assertMistake(this.feedRunner, "The TCP client 'feed' has no host and no port.",
				"Set the attributes host and port of @TcpClient on bean 'feed', or the properties "
						+ "tcp.clients.feed.host and tcp.clients.feed.port; tcp.clients.feed.addresses is for several.");
	}

	@Test
	void whenHostIsMissing() {
		assertMistake(this.feedRunner.withPropertyValues("tcp.clients.feed.port=7000"),
				"The TCP client 'feed' has no host.",
				"Set the attribute host of @TcpClient on bean 'feed', or the property tcp.clients.feed.host; "
						+ "tcp.clients.feed.addresses is for several.");
	}

	@Test
	void whenPortIsMissing() {
		assertMistake(this.feedRunner.withPropertyValues("tcp.clients.feed.host=localhost"),
				"The TCP client 'feed' has no port.",
				"Set the attribute port of @TcpClient on bean 'feed', or the property tcp.clients.feed.port; "
						+ "tcp.clients.feed.addresses is for several.");
	}

	@Test
	void whenAddressHasNoPort() {
		assertMistake(this.feedRunner.withPropertyValues("tcp.clients.feed.addresses=one:7000,two"),
				"The property tcp.clients.feed.addresses has the value 'two', which is no address.",
				"Write it as host:port, with a port from 1 to 65535, and an IPv6 address in brackets: [::1]:7000.");
	}

	@Test
	void whenThereAreBothAddressesAndHost() {
		assertMistake(
				this.feedRunner.withPropertyValues("tcp.clients.feed.addresses[0]=one:7000",
						"tcp.clients.feed.host=two", "tcp.clients.feed.port=7000"),
				"The property tcp.clients.feed.addresses is set, and so is what it replaces: tcp.clients.feed.host and "
						+ "tcp.clients.feed.port.",
				"Remove one or the other.");
	}

	@Test
	void whenThereAreBothPathAndPort() {
		assertMistake(
				this.feedRunner.withPropertyValues("tcp.clients.feed.path=/run/feed", "tcp.clients.feed.port=7000"),
				"The property tcp.clients.feed.path is set, and so is what it replaces: tcp.clients.feed.port.",
				"Remove one or the other.");
	}

	@Test
	void whenAddressesAreEmpty() {
		assertFailure(this.feedRunner.withPropertyValues("tcp.clients.feed.addresses="),
				"Property tcp.clients.feed.addresses with value '[]' is invalid: "
						+ "it is empty (expected: at least one host:port)");
	}

	@Test
	void whenPortIsWrong() {
		assertFailure(this.feedRunner.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=0"),
				"Property tcp.clients.feed.port with value '0' is invalid: port: 0 (expected: 1-65535)");
	}

	@Test
	void whenAttributeIsWrong() {
		assertMistake(this.contextRunner.withBean("far", TooFar.class),
				"The TCP client 'far' is annotated with a wrong value: port: 65536 (expected: 1-65535).",
				"Correct @TcpClient on bean 'far'.");
	}

	@Test
	void whenDelayIsZero() {
		assertFailure(complete("tcp.clients.feed.reconnect.delay=0s"),
				"Property tcp.clients.feed.reconnect.delay with value 'PT0S' is invalid: "
						+ "delay: PT0S (expected: 1 ms to 36500 days)");
	}

	@Test
	void whenMaxDelayIsShorterThanDelay() {
		assertFailure(complete("tcp.clients.feed.reconnect.delay=2s", "tcp.clients.feed.reconnect.max-delay=1s"),
				"Property tcp.clients.feed.reconnect.max-delay with value 'PT1S' is invalid: "
						+ "maxDelay: PT1S (expected: at least delay (PT2S))");
	}

	@Test
	void whenMultiplierIsBelowOne() {
		assertFailure(complete("tcp.defaults.reconnect.multiplier=0.5"),
				"Property tcp.defaults.reconnect.multiplier with value '0.5' is invalid: "
						+ "multiplier: 0.5 (expected: 1 or more)");
	}

	@Test
	void whenMaxRetriesAreNegative() {
		assertFailure(complete("tcp.clients.feed.reconnect.max-retries=-1"),
				"Property tcp.clients.feed.reconnect.max-retries with value '-1' is invalid: "
						+ "maxRetries: -1 (expected: 0 or more)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			delay      | 36501d | 'PT876024H' is invalid: delay: PT876024H (expected: 1 ms to 36500 days)
			max-delay  | 36501d | 'PT876024H' is invalid: maxDelay: PT876024H (expected: at most 36500 days)
			jitter     | 36501d | 'PT876024H' is invalid: jitter: PT876024H (expected: 0 to 36500 days)
			multiplier | NaN    | 'NaN' is invalid: multiplier: NaN (expected: 1 or more)
			""", quoteCharacter = '"')
	void whenReconnectingIsBeyondAllBounds(String key, String value, String message) {
		assertFailure(complete("tcp.clients.feed.reconnect." + key + "=" + value),
				"Property tcp.clients.feed.reconnect." + key + " with value " + message);
	}

	@Test
	void whenGracePeriodIsTooLong() {
		complete("tcp.shutdown.grace-period=36501d").run((context) -> assertThat(context).getFailure()
			.hasRootCauseMessage("Property tcp.shutdown.grace-period with value 'PT876024H' is invalid: "
					+ "It must not be longer than 36500 days."));
	}

	@Test
	void whenGracePeriodIsNegative() {
		complete("tcp.shutdown.grace-period=-1s").run((context) -> assertThat(context).getFailure()
			.hasRootCauseMessage("Property tcp.shutdown.grace-period with value 'PT-1S' is invalid: "
					+ "It must not be negative. 0 closes sockets at once."));
	}

	@Test
	void whenPropertiesAreForAnUnknownClient() {
		assertMistake(complete("tcp.clients.fed.port=1"),
				"The properties 'tcp.clients.fed' are for a TCP client that does not exist.",
				"Use the name of a client (feed), or name a bean's client 'fed' with @TcpClient.");
	}

	@Test
	void whenThereIsNoClientAtAll() {
		assertMistake(this.contextRunner.withPropertyValues("tcp.clients.fed.port=1"),
				"The properties 'tcp.clients.fed' are for a TCP client that does not exist.",
				"Remove them, or name a bean's client 'fed' with @TcpClient.");
	}

	@Test
	void whenPropertiesAreForAClientOfTheParentTheyAreNoMistake() {
		complete().run((parent) -> this.contextRunner.withParent(parent)
			.withPropertyValues("tcp.clients.feed.port=1")
			.run((context) -> assertThat(context).hasNotFailed()));
	}

	@Test
	void whenAContextHasClientsOfItsOwnThoseOfTheParentAreKnownTooAndNoOthers() {
		complete().run((parent) -> {
			ApplicationContextRunner child = this.contextRunner.withParent(parent)
				.withBean("each", Each.class)
				.withPropertyValues("tcp.clients.each.addresses=localhost:1", "tcp.clients.feed.port=1");
			child.run((context) -> assertThat(context).hasNotFailed());
			assertMistake(child.withPropertyValues("tcp.clients.fed.port=1"),
					"The properties 'tcp.clients.fed' are for a TCP client that does not exist.",
					"Use the name of a client (each, feed), or name a bean's client 'fed' with @TcpClient.");
		});
	}

	@Test
	void whenTwoBeansGetTheSameNameByChance() {
		assertMistake(this.contextRunner.withBean("a.each", Each.class).withBean("b.each", Each.class),
				"The beans 'a.each' and 'b.each' have no name for their TCP client and would both become 'each'.",
				"Give each the attribute name of @TcpClient: the same name if they are to be one client.");
	}

	@Test
	void whenBeansOfAClientDiffer() {
		assertMistake(this.contextRunner.withBean("one", On7000.class).withBean("two", On7001.class),
				"The beans 'one' and 'two' give the TCP client 'pair' different values of port: 7000 and 7001.",
				"Leave the attribute port of @TcpClient on one of them, or use different names for different clients.");
	}

	@Test
	void whenNamesDifferInSpellingOnly() {
		assertMistake(this.contextRunner.withBean("one", MyFeed.class).withBean("two", MyOtherFeed.class),
				"The TCP clients 'my-feed' (bean 'one') and 'myFeed' (bean 'two') have one name for properties, which "
						+ "do not tell capitals and dashes.",
				"Change one of the names; or give the beans the same attribute name of @TcpClient if they are to be one "
						+ "client.");
	}

	@Test
	void whenPlaceholderCannotBeResolved() {
		assertMistake(
				this.contextRunner.withBean("away", Away.class)
					.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class)),
				"The attribute host of @TcpClient on bean 'away' cannot be resolved: "
						+ "Could not resolve placeholder 'feed.host' in value \"${feed.host}\".",
				"Set the property, or write a default behind a colon: ${key:default}.");
	}

	@Test
	void whenBeanIsNoSingleton() {
		assertMistake(
				this.contextRunner.withBean("each", Each.class, Each::new,
						(definition) -> definition.setScope("prototype")),
				"The bean 'each' has the scope 'prototype', but one object has to serve all sockets, whatever request, "
						+ "session or thread there is.",
				"Remove its scope, and keep what belongs to one socket in the socket's data.");
	}

	@Test
	void whenCustomizerSetsAWrongValue() {
		Supplier<TcpClientCustomizer> customizer = () -> new Wrong();
		assertMistake(complete().withBean(TcpClientCustomizer.class, customizer),
				"The options of the TCP client 'feed' do not fit together: port: -5 (expected: 1-65535).",
				"Correct the properties below tcp.clients.feed, or what the beans of type TcpClientCustomizer do to it: "
						+ Wrong.class.getName() + ".");
	}

	private ApplicationContextRunner complete(String... properties) {
		return this.feedRunner.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=1")
			.withPropertyValues(properties);
	}

	private static void assertMistake(ApplicationContextRunner contextRunner, String description, String action) {
		contextRunner.run((context) -> {
			assertThat(context).getFailure().isInstanceOf(InvalidTcpServerException.class);
			FailureAnalysis analysis = new InvalidTcpServerFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description);
			assertThat(analysis.getAction()).isEqualTo(action);
		});
	}

	private static void assertFailure(ApplicationContextRunner contextRunner, String message) {
		contextRunner.run((context) -> assertThat(context).getFailure().hasMessage(message));
	}

	static class Wrong implements TcpClientCustomizer {

		@Override
		public void customize(String name, ClientOptions.Builder options) {
			options.port(-5);
		}

	}

	@TcpClient(host = "localhost", port = 65536)
	static class TooFar extends Silent {

	}

	@TcpClient(host = "localhost", port = 7000)
	static class Each extends Silent {

	}

	@TcpClient(name = "pair", host = "localhost", port = 7000)
	static class On7000 extends Silent {

	}

	@TcpClient(name = "pair", port = 7001)
	static class On7001 {

	}

	@TcpClient(name = "my-feed", host = "localhost", port = 7000)
	static class MyFeed extends Silent {

	}

	@TcpClient(name = "myFeed", host = "localhost", port = 7000)
	static class MyOtherFeed extends Silent {

	}

	@TcpClient(host = "${feed.host}", port = 7000)
	static class Away extends Silent {

	}

	static class Silent {

		@OnData
		void data(byte[] bytes) {
		}

	}

}
