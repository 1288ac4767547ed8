package io.tcpboot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.tcpboot.CloseReason;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint {@code tcp} as an MBean, seen from outside of the JVM.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointOverJmxTests {

	@AutoClose
	private final RemoteJmx jmx = new RemoteJmx();

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("none", "spring.jmx.enabled=true",
			"management.endpoints.jmx.exposure.include=tcp", "management.endpoints.jmx.domain=tcp.test",
			"management.endpoint.tcp.access=unrestricted", "logging.level.io.tcpboot.wiretap=debug");

	@Test
	void whenLookedAtOperationsAndParametersHaveNames() throws Exception {
		MBeanOperationInfo[] operations = this.jmx.connection().getMBeanInfo(name()).getOperations();
		assertThat(Stream.of(operations).map(EndpointOverJmxTests::signature)).containsExactlyInAnyOrder("tcp()",
				"sockets(name, limit, offset, sort, remote, idleFor, minPending)", "socket(name, id)",
				"close(name, id)", "wiretap(name, id, duration)");
	}

	private static String signature(MBeanOperationInfo operation) {
		assertThat(operation.getSignature()).allMatch((parameter) -> parameter.getType().equals("java.lang.String"));
		return operation.getName() + "("
				+ String.join(", ", Stream.of(operation.getSignature()).map(MBeanParameterInfo::getName).toList())
				+ ")";
	}

	@Test
	void whenInvokedItListsServersClientsAndSockets() throws Exception {
		try (TcpTestPeer peer = this.application.connect()) {
			DocumentContext all = invoke("tcp");
			assertThat(all.<String>read("$.servers[0].name")).isEqualTo("vault");
			assertThat(all.<String>read("$.servers[0].limits.socket.closeTimeout")).startsWith("PT");
			assertThat(all.<String>read("$.clients[0].state")).isEqualTo("IDLE");
			String id = this.application.onlySocket();
			DocumentContext sockets = invoke("sockets", "vault", "5", null, "idle", null, "0s", null);
			assertThat(sockets.<List<String>>read("$.sockets[*].id")).containsExactly(id);
			assertThat(invoke("socket", "vault", id).<String>read("$.id")).isEqualTo(id);
			assertThat(sockets.jsonString()).doesNotContain("127.0.0.1:" + port(), "confidential");
			peer.send("on").expect("on");
		}
	}

	private String port() {
		String address = this.application.listener().sockets().iterator().next().remoteAddress().toString();
		return address.substring(address.lastIndexOf(':') + 1);
	}

	@Test
	void whenASocketIsClosedItsPeerSeesTheEnd() throws Exception {
		try (TcpTestPeer peer = this.application.connect()) {
			String id = this.application.onlySocket();
			assertThat(invoke("close", "vault", id).<Boolean>read("$.closing")).isTrue();
			peer.expectEnd().halfClose();
			Awaitility.await().until(() -> this.application.listener().closed(CloseReason.OPERATOR) == 1);
			assertThat(this.application.audit()).extracting(AuditEvent::getPrincipal).containsExactly("anonymous");
		}
	}

	@Test
	void whenASocketIsTappedWhatItCarriesIsLogged(CapturedOutput output) throws Exception {
		try (TcpTestPeer peer = this.application.connect()) {
			DocumentContext tap = invoke("wiretap", "vault", this.application.onlySocket(), "30s");
			assertThat(tap.<Map<String, Object>>read("$")).containsEntry("duration", "PT30S")
				.containsEntry("enabled", true);
			peer.send("tapped").expect("tapped");
			Awaitility.await().untilAsserted(() -> assertThat(output).contains("|tapped "));
		}
	}

	@Test
	void whenNothingIsCalledLikeThisTheAnswerIsNull() throws Exception {
		assertThat(ask("sockets", "nobody", null, null, null, null, null, null)).isNull();
		assertThat(ask("socket", "vault", "x")).isNull();
		assertThat(ask("close", "vault", "0")).isNull();
		assertThat(ask("wiretap", "nobody", "0", "1s")).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			limit      | many | limit: many (expected: a number from 1 to 1000)
			limit      | 1001 | limit: 1001 (expected: a number from 1 to 1000)
			sort       | name | sort: name (expected: one of age, idle, pending, bytes)
			remote     | 10.  | remote: 10. (expected: not set, as remote addresses are not shown)
			minPending | -1   | minPending: -1 (expected: a size such as 500 or 64KB)
			""")
	void whenAParameterIsWrongItIsNamed(String parameter, String value, String message) {
		List<String> names = List.of("name", "limit", "offset", "sort", "remote", "idleFor", "minPending");
		Object[] arguments = names.stream().map((name) -> name.equals(parameter) ? value : null).toArray();
		arguments[0] = "vault";
		assertThatExceptionOfType(ReflectionException.class).isThrownBy(() -> ask("sockets", arguments))
			.withMessageContaining(message);
	}

	private ObjectName name() throws Exception {
		return this.jmx.connection()
			.queryNames(new ObjectName("tcp.test:type=Endpoint,name=Tcp,*"), null)
			.iterator()
			.next();
	}

	private DocumentContext invoke(String operation, Object... arguments) throws Exception {
		return JsonPath.parse(ask(operation, arguments));
	}

	private Object ask(String operation, Object... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		Object answer = this.jmx.connection().invoke(name(), operation, arguments, signature);
		assertPlain(answer);
		return answer;
	}

	/**
	 * Whoever asks has no classes of ours, nor of Spring's.
	 */
	private static void assertPlain(Object answer) {
		if (answer instanceof Map<?, ?> map) {
			map.values().forEach(EndpointOverJmxTests::assertPlain);
		}
		else if (answer instanceof List<?> list) {
			list.forEach(EndpointOverJmxTests::assertPlain);
		}
		if (answer != null) {
			assertThat(answer.getClass().getName()).startsWith("java.");
		}
	}

}
