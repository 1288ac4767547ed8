package io.tcpboot.autoconfigure;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoint {@code tcp} as an MBean.
 */
class EndpointOverJmxTests {

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("none", "spring.jmx.enabled=true",
			"management.endpoints.jmx.exposure.include=tcp", "management.endpoints.jmx.domain=tcp.test",
			"management.endpoint.tcp.access=unrestricted");

	@Test
	void whenInvokedItListsAndCloses() throws Exception {
		try (TcpTestPeer peer = this.application.connect()) {
			assertThat((Map<?, ?>) invoke("tcp")).extracting("servers").asString().contains("vault");
			Map<?, ?> sockets = (Map<?, ?>) invoke("sockets", "vault", "5", null, "idle", null, null, null);
			assertThat((List<?>) sockets.get("sockets")).hasSize(1);
			assertThat(sockets.toString()).contains("remoteAddress=null").doesNotContain("confidential");
			String id = this.application.onlySocket();
			assertThat((Map<?, ?>) invoke("socket", "vault", id)).extracting("id").isEqualTo(id);
			invoke("close", "vault", id);
			peer.expectEnd();
		}
	}

	@Test
	void whenSomethingIsWrongItIsNamed() throws Exception {
		assertThat(invoke("sockets", "nobody", null, null, null, null, null, null)).isNull();
		assertThatExceptionOfType(ReflectionException.class)
			.isThrownBy(() -> invoke("sockets", "vault", "many", null, null, null, null, null))
			.withMessageContaining("limit: many (expected: a number from 1 to 1000)");
	}

	private Object invoke(String operation, Object... arguments) throws Exception {
		ObjectName name = this.server.queryNames(new ObjectName("tcp.test:type=Endpoint,name=Tcp,*"), null)
			.iterator()
			.next();
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return this.server.invoke(name, operation, arguments, signature);
	}

}
