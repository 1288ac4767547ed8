package io.tcpboot.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class MethodCallTests {

	private static final int CALLS = 100_000;

	private final TcpSocket<Object> socket = mock();

	private final Counter counter = new Counter();

	private final Method method = ReflectionUtils.findMethod(Counter.class, "data", TcpSocket.class, ByteBuf.class);

	@Test
	void whenCalledNothingIsAllocated() throws Exception {
		MethodCall call = MethodCompiler.compile(this.counter, this.method,
				List.of(Argument.SOCKET, Argument.BYTE_BUF));
		ByteBuf bytes = Unpooled.wrappedBuffer(new byte[3]);
		long warmUp = allocatedBy(call, bytes);
		assertThat(allocatedBy(call, bytes)).as("after %s at first", warmUp).isLessThan(CALLS);
		assertThat(this.counter.bytes).isEqualTo(2 * 3 * CALLS);
	}

	@Test
	void whenCompiledEachMethodHasAClassOfItsOwn() {
		MethodCall one = MethodCompiler.compile(this.counter, this.method, List.of(Argument.SOCKET, Argument.BYTE_BUF));
		MethodCall other = MethodCompiler.compile(new Counter(), this.method,
				List.of(Argument.SOCKET, Argument.BYTE_BUF));
		assertThat(one.getClass().isHidden()).isTrue();
		assertThat(one.getClass()).isNotSameAs(other.getClass());
	}

	@Test
	void whenThereAreNoHiddenClassesTheHandleIsCalledAllTheSame() throws Exception {
		MethodHandle data = MethodHandles.dropArguments(MethodHandles.constant(Object.class, "called"), 0,
				TcpSocket.class, Object.class);
		assertThat(new FieldCall(data).invoke(this.socket, null)).isEqualTo("called");
	}

	private long allocatedBy(MethodCall call, ByteBuf bytes) throws Exception {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			call.call(this.socket, bytes);
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

	@Test
	void whenCompiledAheadOfTimeTheMethodsMayBeInvoked() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Counter.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(this.method)).accepts(hints);
	}

	static class Counter {

		private int bytes;

		@OnData
		void data(TcpSocket<?> socket, ByteBuf bytes) {
			this.bytes += bytes.readableBytes();
		}

	}

}
