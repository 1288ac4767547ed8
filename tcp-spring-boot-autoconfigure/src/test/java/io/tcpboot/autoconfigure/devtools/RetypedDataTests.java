package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data that is there, and that the edited handlers take for something else.
 */
@ExtendWith(OutputCaptureExtension.class)
class RetypedDataTests {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void whenHandlersTakeItForAnotherTypeItIsLost(CapturedOutput output) throws Exception {
		Applications.CLOSED.clear();
		this.applications.start("retyped", WithInteger.class);
		try (TcpTestPeer peer = this.applications.connect("retyped");
				TcpTestPeer other = this.applications.connect("retyped")) {
			peer.send("a").expect("1");
			other.send("a").expect("1");
			this.applications.stop().start("retyped", WithSession.class);
			peer.expectEnd();
			other.expectEnd();
			assertThat(Applications.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.RELOAD_FAILURE);
		}
		assertThat(output).containsOnlyOnce("TCP server retyped closes 2 sockets, as data was lost in the restart: "
				+ "java.lang.Integer (handlers take it for " + Session.class.getName() + " now)");
	}

	@Test
	void whenOnlyTheSocketSaysTheTypeItIsLostToo() {
		this.applications.start("retyped", WithSession.class);
		try (TcpTestPeer peer = this.applications.connect("retyped")) {
			peer.send("a").expect("session 1");
			this.applications.stop().start("retyped", WithInteger.class);
			peer.expectEnd();
		}
	}

	@Test
	void whenItIsLostAndReloadIsHandledTheSocketStays() {
		this.applications.start("retyped", WithInteger.class);
		try (TcpTestPeer peer = this.applications.connect("retyped")) {
			peer.send("a").expect("1");
			this.applications.stop().start("retyped", Refilled.class);
			peer.expect("was null").send("b").expect("session 1");
		}
	}

	@Test
	void whenHandlersTakeItForMoreItStays() {
		this.applications.start("retyped", WithInteger.class);
		try (TcpTestPeer peer = this.applications.connect("retyped")) {
			peer.send("a").expect("1");
			this.applications.stop().start("retyped", WithNumber.class);
			peer.send("b").expect("number 1");
		}
	}

	record Session(int count) implements Serializable {
	}

	@TcpServer(port = 0)
	static class WithInteger {

		@OnData
		String data(TcpSocket<Integer> socket, String text) {
			Integer count = socket.data();
			socket.data((count != null) ? count + 1 : 1);
			return "" + socket.data();
		}

	}

	@TcpServer(port = 0)
	static class WithNumber {

		@OnData
		String data(Number number, String text) {
			return "number " + number;
		}

	}

	@TcpServer(port = 0)
	static class WithSession {

		@OnOpen
		void open(TcpSocket<Session> socket) {
			socket.data(new Session(1));
		}

		@OnData
		String data(Session session, String text) {
			return "session " + session.count();
		}

		@OnClose
		void close(Session session, CloseReason reason) {
			Applications.CLOSED.add(reason);
		}

	}

	@TcpServer(port = 0)
	static class Refilled extends WithSession {

		@OnReload
		void reload(TcpSocket<Session> socket) {
			socket.send("was " + socket.data());
			socket.data(new Session(1));
		}

	}

}
