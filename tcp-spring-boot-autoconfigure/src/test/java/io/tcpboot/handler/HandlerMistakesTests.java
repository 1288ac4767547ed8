package io.tcpboot.handler;

import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnOpen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandlerMistakesTests {

	private static final String DATA_PARAMETERS = "Use only these, in any order: TcpSocket; the bytes as ByteBuf, "
			+ "ByteBuffer, byte[] or String; one type of your own for the socket's data.";

	private static final String OPEN_PARAMETERS = "Use only these, in any order: TcpSocket; one type of your own for the "
			+ "socket's data.";

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
	void whenThrowableIsWantedByAnotherEvent() {
		class Bean extends Echo {

			@OnClose
			void close(Throwable cause) {
			}

		}
		assertMistake(
				"The @OnClose method close(Throwable) of bean 'bean' has a parameter of type Throwable, which @OnClose "
						+ "does not supply.",
				"Use only these, in any order: TcpSocket; CloseReason; one type of your own for the socket's data.",
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
				"Use only these, in any order: TcpSocket; Throwable; one type of your own for the socket's data.",
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
		assertMistake("The @OnData method data() of bean 'bean' returns int, which cannot be sent.",
				"Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent, or void to send nothing.",
				new Bean());
	}

	@Test
	void whenReturnedValueComesLater() {
		abstract class Bean {

			@OnData
			abstract CompletionStage<String> data();

		}
		assertMistake("The @OnData method data() of bean '' returns CompletionStage, which cannot be sent.",
				"Return ByteBuf, ByteBuffer, byte[] or CharSequence to have it sent, or void to send nothing.",
				new Bean() {

					@Override
					CompletionStage<String> data() {
						throw new UnsupportedOperationException();
					}

				});
	}

	@Test
	void whenAnotherEventReturnsAValue() {
		class Bean extends Echo {

			@OnOpen
			String open() {
				return "welcome";
			}

		}
		assertMistake("The @OnOpen method open() of bean 'bean' returns String, which nobody would receive.",
				"Return void, and write to the TcpSocket: only what an @OnData method returns is sent.", new Bean());
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
				"The TCP server 'test' would reply 2 times: by the @OnData method data(ByteBuf) of bean 'echo', and by the "
						+ "@OnData method data(ByteBuf) of bean 'other'.",
				"Let only one of them return something, and the others void.", new Echo(), new Other());
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

	private static void assertMistake(String description, String action, Object... beans) {
		assertThatExceptionOfType(InvalidTcpServerException.class).isThrownBy(() -> TestServer.of(beans))
			.withMessage(description + " " + action)
			.satisfies((ex) -> assertThat(ex.description()).isEqualTo(description))
			.satisfies((ex) -> assertThat(ex.action()).isEqualTo(action));
	}

	static class Echo {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

	static class Other extends Echo {

	}

	static class Static {

		@OnData
		static void data() {
		}

	}

}
