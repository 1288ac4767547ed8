package io.tcpboot.handler;

import java.lang.reflect.Method;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tcpboot.LoopBenchmark;
import io.tcpboot.SinkChannel;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A message of 64 bytes from the event loop to a handler that only looks at it, and to
 * one that sends it back, without a kernel. Answers what it costs that the handler is an
 * annotated method of a bean and not a lambda, as a difference between two lines, and
 * what {@link Method#invoke} in its place would cost.
 */
public class DispatchBenchmark extends LoopBenchmark {

	private static final int BYTES = 64;

	/** How the handler is called. */
	@Param
	public Dispatch dispatch;

	private final ByteBuf message = ByteBufAllocator.DEFAULT.directBuffer(BYTES, BYTES);

	private SinkChannel channel;

	@Setup
	public void prepare() throws Exception {
		this.channel = SinkChannel.of(this.dispatch.handlers());
	}

	@Benchmark
	public long deliver() {
		return this.channel.read(this.message.setIndex(0, BYTES));
	}

	private static SocketHandlers<Object> annotated(Object bean) {
		return SocketHandlersFactory
			.server("benchmark", List.of(new HandlerBean("bean", bean)), CallDecorator.all(List.of()))
			.handlers();
	}

	private static SocketHandlers<Object> reflected(Object bean) throws NoSuchMethodException {
		Method method = bean.getClass().getDeclaredMethod("data", TcpSocket.class, ByteBuf.class);
		method.setAccessible(true);
		return SocketHandlers.builder().data((socket, bytes) -> method.invoke(bean, socket, bytes)).build();
	}

	/** The ways to call. */
	public enum Dispatch {

		/** A lambda that looks at the message. */
		LAMBDA {
			@Override
			SocketHandlers<Object> handlers() {
				Looking bean = new Looking();
				return SocketHandlers.builder().data(bean::data).build();
			}
		},

		/** An annotated method that does. */
		ANNOTATED {
			@Override
			SocketHandlers<Object> handlers() {
				return annotated(new Looking());
			}
		},

		/** The same by reflection. */
		REFLECTION {
			@Override
			SocketHandlers<Object> handlers() throws NoSuchMethodException {
				return reflected(new Looking());
			}
		},

		/** A lambda that sends the message back. */
		ECHO_LAMBDA {
			@Override
			SocketHandlers<Object> handlers() {
				return SocketHandlers.builder().data((socket, bytes) -> socket.send(bytes)).build();
			}
		},

		/** An annotated method that does. */
		ECHO_ANNOTATED {
			@Override
			SocketHandlers<Object> handlers() {
				return annotated(new Sending());
			}
		},

		/** The same by reflection. */
		ECHO_REFLECTION {
			@Override
			SocketHandlers<Object> handlers() throws NoSuchMethodException {
				return reflected(new Sending());
			}
		},

		/** An annotated method that returns the message. */
		ECHO_RETURNED {
			@Override
			SocketHandlers<Object> handlers() {
				return annotated(new Returning());
			}
		},

		/** An annotated method that returns the message as an array, copied twice. */
		ECHO_RETURNED_ARRAY {
			@Override
			SocketHandlers<Object> handlers() {
				return annotated(new ReturningArray());
			}
		};

		abstract SocketHandlers<Object> handlers() throws Exception;

	}

	static class Looking {

		long bytes;

		@OnData
		void data(TcpSocket<Object> socket, ByteBuf bytes) {
			this.bytes += bytes.readableBytes();
		}

	}

	static class Sending {

		@OnData
		void data(TcpSocket<Object> socket, ByteBuf bytes) {
			socket.send(bytes);
		}

	}

	static class Returning {

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

	}

	static class ReturningArray {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

}
