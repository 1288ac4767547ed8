package io.tcpboot.autoconfigure;

import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint does before anybody has allowed more.
 */
class EndpointByDefaultTests {

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("servlet");

	@Test
	void whenNothingIsSetItCanBeReadAndPeersAreNotShown() {
		try (TcpTestPeer peer = this.application.connect()) {
			String path = "/vault/" + this.application.onlySocket();
			assertThat(this.application.json(path).<Object>read("$")).extracting("localAddress").isNotNull();
			assertThat(this.application.get(path).body()).doesNotContain("remoteAddress");
			assertThat(this.application.get("/vault?remote=127.").body())
				.contains("remote: 127. (expected: not set, as remote addresses are not shown)");
			assertThat(this.application.delete(path).statusCode()).isIn(404, 405);
			assertThat(this.application.post(path, "{\"duration\":\"1s\"}").statusCode()).isIn(404, 405);
			peer.send("still").expect("still");
			assertThat(this.application.audit()).isEmpty();
		}
	}

}
