package io.tcpboot.autoconfigure.devtools;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After a start that fails, open sockets and new ones wait for the next that does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailedStartTests {

	private ForkedApplication app;

	private Project project;

	@BeforeAll
	void start(@TempDir Path folder) throws Exception {
		this.app = new ForkedApplication(folder).with("Counter", Servers.COUNTER)
			.with("Plain", Servers.server("Plain", "name = \"plain\", port = 0"))
			.with("Leaving", Servers.server("Leaving", "name = \"leaving\", port = 0"))
			.with("Coming", Servers.server("Coming", "name = \"coming\", port = 0"))
			.with("Mistaken", Servers.server("Mistaken", "name = \"mistaken\", port = 0"))
			.with("Moving", Servers.server("Moving", "name = \"moving\", port = " + FreePorts.next()));
		this.app.start();
		this.project = this.app.project();
	}

	@AfterAll
	void stop() throws Exception {
		this.app.close();
	}

	@Test
	void whenStartFailsTwiceTheNextOneServes() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			this.project.write("Broken", Broken.BEAN);
			this.app.restartInVain();
			peer.send("b").expectNothing(Duration.ofMillis(200));
			this.project.edit("Broken", "not today", "nor now");
			this.app.restartInVain();
			mend();
			peer.expect("v1 b 2");
		}
	}

	@Test
	void whenStartFailsAfterServersHaveStartedTheyWait() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			this.project.write("Broken", Broken.RUNNER);
			this.app.restartInVain();
			peer.send("b").expectNothing(Duration.ofMillis(200));
			mend();
			peer.expect("v1 b 2");
		}
	}

	@Test
	void whenNewPortIsInUseTheOldOneStays() throws Exception {
		int before = this.app.port("moving");
		try (ServerSocket taken = new ServerSocket(); TcpTestPeer peer = this.app.connect("moving")) {
			taken.bind(new InetSocketAddress(0));
			peer.send("a").expect("v1 a 1");
			this.project.edit("Moving", "port = " + before, "port = " + taken.getLocalPort());
			this.app.restartInVain();
			peer.send("b").expectNothing(Duration.ofMillis(200));
			this.project.edit("Moving", "port = " + taken.getLocalPort(), "port = " + before);
			this.app.restart();
			peer.expect("v1 b 2");
			assertThat(this.app.port("moving")).isEqualTo(before);
		}
	}

	@Test
	void whenHandlersAreWrongTheLogTellsHowToMendThem() throws Exception {
		try (TcpTestPeer peer = this.app.connect("mistaken")) {
			peer.send("a").expect("v1 a 1");
			this.project.edit("Mistaken", "@Override", "@OnEnd void end(int number) { } @Override");
			this.app.restartInVain();
			peer.send("b").expectNothing(Duration.ofMillis(200));
			assertThat(this.app.log()).contains("'mistaken'", "end(int)", "Action:");
			this.project.edit("Mistaken", "int number", "");
			this.app.restart();
			peer.expect("v1 b 2");
		}
	}

	@Test
	void whenPeersLeaveMeanwhileTheNewHandlersAreTold() throws Exception {
		try (TcpTestPeer ended = this.app.connect("leaving");
				TcpTestPeer closed = this.app.connect("leaving");
				TcpTestPeer reset = this.app.connect("leaving")) {
			ended.send("a").expect("v1 a 1").send("b").expect("v1 b 2").send("c").expect("v1 c 3");
			closed.send("a").expect("v1 a 1");
			reset.send("a").expect("v1 a 1").send("b").expect("v1 b 2");
			this.project.write("Broken", Broken.BEAN);
			this.project.edit("Leaving", "v1", "v2");
			this.app.restartInVain();
			ended.send("d").halfClose();
			closed.send("b").close();
			reset.reset();
			mend();
			ended.expect("v2 d 4").expectEnd();
			this.app.await("Leaving v2 close PEER_END 4");
			this.app.await("Leaving v2 close PEER_END 2");
			this.app.await("Leaving v2 close RESET 2");
			assertThat(this.app.log()).containsOnlyOnce("close PEER_END 4")
				.containsOnlyOnce("close PEER_END 2")
				.containsOnlyOnce("close RESET 2");
		}
	}

	@Test
	void whenPeersComeMeanwhileTheyAreServedAfterwards() throws Exception {
		this.project.write("Broken", Broken.BEAN);
		this.project.edit("Coming", "v1", "v2");
		this.app.restartInVain();
		try (TcpTestPeer peer = this.app.connect("coming"); TcpTestPeer gone = this.app.connect("coming")) {
			peer.send("a").expectNothing(Duration.ofMillis(200));
			gone.send("a").send("b").close();
			mend();
			peer.expect("v2 a 1").send("b").expect("v2 b 2");
			this.app.await("Coming v2 close");
			assertThat(this.app.log()).doesNotContain("Coming v1 open");
		}
	}

	private void mend() throws Exception {
		this.project.delete("Broken");
		this.app.restart();
	}

}
