package io.tcpboot.handler;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.OverridingClassLoader;
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

	/**
	 * As after a restart by DevTools, which throws away the class loader of the
	 * application.
	 */
	@Test
	void whenBeanIsGoneSoIsItsClassLoader() throws Exception {
		WeakReference<ClassLoader> loader = compileInLoaderOfItsOwn();
		assertThat(isCollected(loader)).isTrue();
	}

	private static WeakReference<ClassLoader> compileInLoaderOfItsOwn() throws Exception {
		ClassLoader loader = new RestartedLoader();
		Class<?> type = loader.loadClass(Login.class.getName());
		// Spring's ReflectionUtils would keep it; DevTools clears that.
		Method method = Arrays.stream(type.getDeclaredMethods()).findFirst().orElseThrow();
		Object bean = type.getDeclaredConstructor().newInstance();
		MethodCall call = MethodCompiler.compile(bean, method, List.of(Argument.SOCKET_DATA, Argument.STRING));
		call.invoke(mock(), Unpooled.EMPTY_BUFFER);
		assertThat(method.getDeclaringClass().getClassLoader()).isSameAs(loader);
		return new WeakReference<>(loader);
	}

	private static boolean isCollected(WeakReference<?> reference) {
		for (int i = 0; i < 10 && reference.get() != null; i++) {
			System.gc();
		}
		return reference.get() == null;
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

	public static class Login {

		public Login() {
		}

		record User(String name) {
		}

		@OnData
		void data(@Nullable User user, String text) {
		}

	}

	static class RestartedLoader extends OverridingClassLoader {

		RestartedLoader() {
			super(MethodCallTests.class.getClassLoader());
		}

		@Override
		protected boolean isEligibleForOverriding(String className) {
			return className.startsWith(Login.class.getName());
		}

	}

}
