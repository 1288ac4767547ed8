package io.tcpboot.handler;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.SocketOptions;
import io.tcpboot.Tcp;
import io.tcpboot.TcpListener;
import io.tcpboot.test.TcpTestPeer;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.util.StringUtils;

/**
 * A server made of some beans, without an application context.
 */
final class TestServer implements AutoCloseable {

	private final TcpListener<Object> listener;

	private TestServer(TcpListener<Object> listener) {
		this.listener = listener;
	}

	static TestServer of(Object... beans) {
		return of(SocketOptions.defaults(), beans);
	}

	static TestServer of(SocketOptions options, Object... beans) {
		return of(ServerOptions.builder().socket(options), beans);
	}

	static TestServer of(ServerOptions.Builder options, Object... beans) {
		return new TestServer(Tcp.listen(options.port(0).build(), handlers(beans)));
	}

	private static SocketHandlers<Object> handlers(Object... beans) {
		return SocketHandlersFactory
			.server("test", Arrays.stream(beans).map(TestServer::handlerBean).toList(), CallDecorator.all(List.of()))
			.handlers();
	}

	int port() {
		return this.listener.port();
	}

	void reload(Object... beans) {
		this.listener.reload(handlers(beans));
	}

	void shutdown() {
		this.listener.shutdown(Duration.ofSeconds(10));
	}

	private static HandlerBean handlerBean(Object bean) {
		String name = AopProxyUtils.ultimateTargetClass(bean).getSimpleName();
		return new HandlerBean(StringUtils.uncapitalizeAsProperty(name), bean);
	}

	TcpTestPeer connect() {
		return TcpTestPeer.connect(this.listener.port());
	}

	/**
	 * Connect, send the text and finish, and read to the end.
	 */
	String answerTo(String text) {
		try (TcpTestPeer peer = connect()) {
			return peer.send(text).halfClose().readTextToEnd();
		}
	}

	@Override
	public void close() {
		this.listener.close();
	}

}
