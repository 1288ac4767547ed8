package io.tcpboot.handler;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import javax.net.ssl.SSLSession;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnDrain;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnHandshake;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.handler.elsewhere.Inherited;
import io.tcpboot.tls.TlsSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.scheduling.annotation.Async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandlerMistakesTests {

	private static final String DATA_PARAMETERS = "Use only these, in any order: TcpSocket; the bytes as ByteBuf, "
			+ "ByteBuffer, byte[] or String; TlsSession; X509Certificate, the peer's; one type of your own for the "
			+ "socket's data.";

	private static final String DATA_RETURNS = "Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent, a "
			+ "CompletionStage of one of these or of Void, or void to send nothing.";

	private static final String OPEN_PARAMETERS = "Use only these, in any order: TcpSocket; TlsSession; X509Certificate, "
			+ "the peer's; one type of your own for the socket's data.";

	@Test
	void whenParameterIsPrimitive() {
		class Bean {

			@OnData
			void data(ByteBuf bytes, int length) {
			}

		}
		assertMistake(
				"The @OnData method data(ByteBuf, int) of bean 'bean' has a parameter of type int, which @OnData does "
						+ "not supply.",
				DATA_PARAMETERS, new Bean());
	}

	@Test
	void whenParameterIsAKindOfByteBuf() {
		class Bean {

			@OnData
			void data(CompositeByteBuf bytes) {
			}

		}
		assertMistake(
				"The @OnData method data(CompositeByteBuf) of bean 'bean' has a parameter of type CompositeByteBuf, which "
						+ "@OnData does not supply.",
				DATA_PARAMETERS, new Bean());
	}

	@Test
	void whenParameterIsCharSequence() {
		class Bean {

			@OnData
			void data(CharSequence text) {
			}

		}
		assertMistake(
				"The @OnData method data(CharSequence) of bean 'bean' has a parameter of type CharSequence, which "
						+ "@OnData does not supply.",
				DATA_PARAMETERS, new Bean());
	}

	@Test
	void whenBytesAreWantedByAnotherEvent() {
		class Bean extends Echo {

			@OnOpen
			void open(String text) {
			}

		}
		assertMistake(
				"The @OnOpen method open(String) of bean 'bean' has a parameter of type String, which @OnOpen does not "
						+ "supply.",
				OPEN_PARAMETERS, new Bean());
	}

	@Test
	void whenReasonIsWantedByAnotherEvent() {
		class Bean extends Echo {

			@OnOpen
			void open(CloseReason reason) {
			}

		}
		assertMistake("The @OnOpen method open(CloseReason) of bean 'bean' has a parameter of type CloseReason, which "
				+ "@OnOpen does not supply.", OPEN_PARAMETERS, new Bean());
	}

	@Test
	void whenCloseWantsOnlyExceptions() {
		class Bean extends Echo {

			@OnClose
			void close(Exception cause) {
			}

		}
		assertMistake(
				"The @OnClose method close(Exception) of bean 'bean' has a parameter of type Exception, which @OnClose "
						+ "does not supply.",
				"Use only these, in any order: TcpSocket; CloseReason; Throwable for its cause; TlsSession; "
						+ "X509Certificate, the peer's; one type of your own for the socket's data.",
				new Bean());
	}

	@Test
	void whenErrorWantsOnlyExceptions() {
		class Bean extends Echo {

			@OnError
			void error(Exception cause) {
			}

		}
		assertMistake(
				"The @OnError method error(Exception) of bean 'bean' has a parameter of type Exception, which @OnError "
						+ "does not supply.",
				"Use only these, in any order: TcpSocket; Throwable, for every failure; TlsSession; X509Certificate, the "
						+ "peer's; one type of your own for the socket's data.",
				new Bean());
	}

	@Test
	void whenConnectErrorWantsTlsSession() {
		class Bean extends Echo {

			@OnConnectError
			void error(TlsSession session) {
			}

		}
		assertMistakeOfClient(
				"The @OnConnectError method error(TlsSession) of bean 'bean' has a parameter of type TlsSession, which "
						+ "@OnConnectError does not supply.",
				"Use only these, in any order: TcpSocket; TcpConnectException; one type of your own for the socket's data.",
				new Bean());
	}

	@Test
	void whenParameterIsTheSessionOfTheJdk() {
		class Bean extends Echo {

			@OnHandshake
			void handshake(SSLSession session) {
			}

		}
		assertMistake(
				"The @OnHandshake method handshake(SSLSession) of bean 'bean' has a parameter of type SSLSession, "
						+ "which @OnHandshake does not supply.",
				OPEN_PARAMETERS, new Bean());
	}

	@Test
	void whenTwoParametersAreOfOneType() {
		class Bean {

			@OnData
			void data(ByteBuf one, TcpSocket<?> socket, ByteBuf other) {
			}

		}
		assertMistake("The @OnData method data(ByteBuf, TcpSocket, ByteBuf) of bean 'bean' has two parameters of type "
				+ "ByteBuf, which would be given the same.", "Leave one of them.", new Bean());
	}

	@Test
	void whenMethodIsGeneric() {
		class Bean {

			@OnData
			<T> void data(TcpSocket<T> socket, T data) {
			}

		}
		assertMistake(
				"The @OnData method data(TcpSocket, Object) of bean 'bean' is generic, so its parameters could be given "
						+ "anything.",
				"Remove its type parameters, and name the types that it takes.", new Bean());
	}

	@Test
	void whenMethodsDisagreeAboutTheSocketsData() {
		record Session() {
		}
		record User() {
		}
		class Bean {

			@OnOpen
			void open(TcpSocket<Session> socket) {
			}

			@OnData
			void data(User user) {
			}

		}
		assertMistake(
				"The TCP server 'test' would need socket data of two types at once: Session in the @OnOpen method "
						+ "open(TcpSocket) of bean 'bean', and User in the @OnData method data(User) of bean 'bean'.",
				"Use one type everywhere: a socket keeps one object, the one that socket.data(...) was called with.",
				new Bean());
	}

	@Test
	void whenTwoParametersAreForTheSocketsData() {
		record Session() {
		}
		record User() {
		}
		class Bean {

			@OnData
			void data(Session session, ByteBuf bytes, User user) {
			}

		}
		assertMistake(
				"The @OnData method data(Session, ByteBuf, User) of bean 'bean' has two parameters for the socket's data, "
						+ "of types Session and User.",
				"Leave one: a socket keeps one object, the one that socket.data(...) was called with.", new Bean());
	}

	@Test
	void whenReturnedValueCannotBeSent() {
		class Bean {

			@OnData
			int data() {
				return 0;
			}

		}
		assertMistake("The @OnData method data() of bean 'bean' returns int, which cannot be sent.", DATA_RETURNS,
				new Bean());
	}

	@Test
	void whenValueThatComesLaterCannotBeSent() {
		class Bean {

			@OnData
			CompletableFuture<Integer> data() {
				throw new UnsupportedOperationException();
			}

		}
		assertMistake(
				"The @OnData method data() of bean 'bean' returns CompletableFuture<Integer>, which cannot be sent.",
				DATA_RETURNS, new Bean());
	}

	@Test
	void whenValueThatComesLaterMayBeAnything() {
		class Bean {

			@OnData
			CompletionStage<?> data() {
				throw new UnsupportedOperationException();
			}

		}
		assertMistake("The @OnData method data() of bean 'bean' returns CompletionStage<?>, which cannot be sent.",
				DATA_RETURNS, new Bean());
	}

	@Test
	void whenAnotherEventReturnsWhatCannotBeSent() {
		class Bean extends Echo {

			@OnOpen
			boolean open() {
				return true;
			}

		}
		assertMistake("The @OnOpen method open() of bean 'bean' returns boolean, which cannot be sent.",
				"Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent, or void to send nothing.",
				new Bean());
	}

	@Test
	void whenAnotherEventWouldReplyLater() {
		class Bean extends Echo {

			@OnOpen
			CompletionStage<String> open() {
				throw new UnsupportedOperationException();
			}

		}
		assertMistake(
				"The @OnOpen method open() of bean 'bean' returns CompletionStage<String>, which would come later, after "
						+ "other events.",
				"Return the reply itself, or void and write to the TcpSocket when there is something to send: only for an "
						+ "@OnData method reading waits.",
				new Bean());
	}

	@Test
	void whenCloseReturnsAValue() {
		class Bean extends Echo {

			@OnClose
			String close() {
				return "bye";
			}

		}
		assertMistake(
				"The @OnClose method close() of bean 'bean' returns String, which nobody would receive: the socket is not "
						+ "open.",
				"Return void.", new Bean());
	}

	@Test
	void whenDrainReturnsAValue() {
		class Bean extends Echo {

			@OnDrain
			String drain() {
				return "more";
			}

		}
		assertMistake(
				"The @OnDrain method drain() of bean 'bean' returns String, which would be sent whole, and then no "
						+ "further @OnDrain would come.",
				"Return void, and write to the TcpSocket: a short write arms the next @OnDrain.", new Bean());
	}

	@Test
	void whenMethodIsStatic() {
		assertMistake("The @OnData method data() of bean 'static' is static.",
				"Remove static: the method is called on the bean.", new Static());
	}

	@Test
	void whenBeanHasTwoMethodsForAnEvent() {
		class Bean {

			@OnData
			void text(String text) {
			}

			@OnData
			void bytes(byte[] bytes) {
			}

		}
		assertMistake("The bean 'bean' has 2 @OnData methods: bytes(byte[]), text(String).",
				"Leave one of them; it may call the others.", new Bean());
	}

	@Test
	void whenTwoBeansReply() {
		assertMistake(
				"The TCP server 'test' would reply 2 times: by the @OnData method data(ByteBuf) of bean 'one', and by the "
						+ "@OnData method data(ByteBuf) of bean 'other'.",
				"Let only one of them return something, and the others void.", new One(), new Other());
	}

	@Test
	void whenNoBeanHandlesData() {
		class One {

		}
		class Two {

			@OnOpen
			void open() {
			}

		}
		assertMistake("The TCP server 'test' has no @OnData method, so nobody would receive what peers send.",
				"Add an @OnData method to bean 'one' or bean 'two'.", new One(), new Two());
	}

	@Test
	void whenTwoBeansGreet() {
		class Hello extends Echo {

			@OnOpen
			String open() {
				return "hello";
			}

		}
		class Welcome extends Hello {

		}
		assertMistake(
				"The TCP server 'test' would reply 2 times: by the @OnOpen method open() of bean 'hello', and by the "
						+ "@OnOpen method open() of bean 'welcome'.",
				"Let only one of them return something, and the others void.", new Hello(), new Welcome());
	}

	@Test
	void whenClientHasNoData() {
		assertMistakeOfClient("The TCP client 'test' has no @OnData method, so nobody would receive what peers send.",
				"Add an @OnData method to bean 'bean'.", new Object());
	}

	@Test
	void whenServerHandlesConnectErrors() {
		class Bean extends Echo {

			@OnConnectError
			void failed() {
			}

		}
		assertMistake(
				"The @OnConnectError method failed() of bean 'bean' would never be called: the TCP server 'test' connects "
						+ "to nobody.",
				"Remove it, or move it to a @TcpClient.", new Bean());
	}

	@Test
	void whenDataIsAsync() {
		class Bean {

			@OnData
			@Async
			void data() {
			}

		}
		assertMistake(
				"The @OnData method data() of bean 'bean' is @Async: it would run at any time, after later events of the "
						+ "socket too, with bytes that are no longer there, and its failures would not reach @OnError.",
				"Remove @Async. To leave the event loop, return a CompletionStage: then order is kept, and the bytes stay "
						+ "valid until it completes.",
				new Bean());
	}

	@Test
	void whenClassIsAsync() {
		@Async
		class Bean extends Echo {

			@OnOpen
			void open() {
			}

		}
		assertMistake(
				"The @OnOpen method open() of bean 'bean' is of a class that is @Async: it would run at any time, after "
						+ "later events of the socket too, with bytes that are no longer there, and its failures would not "
						+ "reach @OnError.",
				"Remove @Async. To leave the event loop, hand the work to an executor: the socket may be used from any "
						+ "thread.",
				new Bean());
	}

	@Test
	void whenMethodOfProxiedClassIsPrivate() {
		assertMistake(
				"The @OnData method data() of bean 'private' is private, so a call would go past the bean's proxy.",
				"Remove private; package-private is enough.", proxy(new Private(), true));
	}

	@Test
	void whenMethodOfProxiedClassIsFinal() {
		assertMistake("The @OnData method data() of bean 'final' is final, so a call would go past the bean's proxy.",
				"Remove final; package-private is enough.", proxy(new Final(), true));
	}

	@Test
	void whenMethodOfProxiedClassIsPackagePrivateElsewhere() {
		assertMistake(
				"The @OnData method data() of bean 'elsewhere' is package-private in Inherited, which is of another "
						+ "package, so a call would go past the bean's proxy.",
				"Make the method protected.", proxy(new Elsewhere(), true));
	}

	@Test
	void whenMethodIsNotOfTheProxiedInterface() {
		assertMistake(
				"The @OnData method data() of bean 'unrelated' cannot be called: the bean's proxy has only the methods of "
						+ "its interfaces.",
				"Declare the method in one of the interfaces, or have the class proxied, as "
						+ "spring.aop.proxy-target-class=true does.",
				proxy(new Unrelated(), false));
	}

	private static Object proxy(Object target, boolean targetClass) {
		ProxyFactory factory = new ProxyFactory(target);
		factory.setProxyTargetClass(targetClass);
		return factory.getProxy();
	}

	private static void assertMistake(String description, String action, Object... beans) {
		assertMistake(description, action, () -> TestServer.of(beans));
	}

	private static void assertMistakeOfClient(String description, String action, Object bean) {
		assertMistake(description, action, () -> SocketHandlersFactory.client("test",
				List.of(new HandlerBean("bean", bean)), CallDecorator.all(List.of())));
	}

	private static void assertMistake(String description, String action, ThrowingCallable start) {
		assertThatExceptionOfType(InvalidTcpServerException.class).isThrownBy(start)
			.withMessage(description + " " + action)
			.satisfies((ex) -> assertThat(ex.description()).isEqualTo(description))
			.satisfies((ex) -> assertThat(ex.action()).isEqualTo(action));
	}

	static class Echo {

		@OnData
		void data() {
		}

	}

	static class One {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

	static class Other extends One {

	}

	static class Static {

		@OnData
		static void data() {
		}

	}

	static class Private {

		@OnData
		private void data() {
		}

	}

	static class Final {

		@OnData
		final void data() {
		}

	}

	static class Elsewhere extends Inherited {

	}

	static class Unrelated implements Runnable {

		@Override
		public void run() {
		}

		@OnData
		public void data() {
		}

	}

}
