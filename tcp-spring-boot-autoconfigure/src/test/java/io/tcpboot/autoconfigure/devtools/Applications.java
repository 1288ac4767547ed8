package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.tcpboot.CloseReason;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.handler.SocketKeeper;
import io.tcpboot.server.TcpServerEvent;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * One application context after the other, as DevTools starts them: each has a class
 * loader of its own. What stops them says the test.
 */
public final class Applications implements AutoCloseable {

	/** Why sockets of {@link Reloaded.Busy} have closed. */
	public static final BlockingQueue<CloseReason> CLOSED = new LinkedBlockingQueue<>();

	/** What {@link Reloaded.Busy} waits for. */
	public static final Queue<CompletableFuture<String>> UNFINISHED = new ConcurrentLinkedQueue<>();

	final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	final KeptSockets sockets;

	private StopReason stopReason = StopReason.CLOSE;

	private @Nullable AnnotationConfigApplicationContext context;

	Applications() {
		this(Duration.ofSeconds(30));
	}

	Applications(Duration grace) {
		this.sockets = new KeptSockets(Duration.ofMillis(500), grace);
	}

	/**
	 * Start with a server.
	 */
	Applications start(String name, Class<?> server, String... properties) {
		return start(Map.of(name, server), (context) -> {
		}, properties);
	}

	Applications start(Map<String, Class<?>> beans, Consumer<AnnotationConfigApplicationContext> setup,
			String... properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.setClassLoader(new ReloadingLoader());
		// Peers of tests read to the end, and then look at the next thing.
		TestPropertyValues.of("tcp.defaults.linger-timeout=100ms").and(properties).applyTo(context);
		context.register(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class);
		context.registerBean(SocketKeeper.class, () -> keeper(context));
		context.addApplicationListener((ApplicationListener<TcpServerEvent>) (event) -> this.events.add("" + event));
		beans.forEach((name, type) -> context.registerBean(name, reloaded(context, type)));
		setup.accept(context);
		this.stopReason = StopReason.FAILED_START;
		context.refresh();
		this.stopReason = StopReason.CLOSE;
		this.context = context;
		return this;
	}

	private SocketKeeper keeper(ApplicationContext context) {
		ClassLoader loader = context.getClassLoader();
		assert loader != null;
		return new RestartKeeper(this.sockets, loader, () -> this.stopReason);
	}

	private static Class<?> reloaded(AnnotationConfigApplicationContext context, Class<?> type) {
		try {
			return Class.forName(type.getName(), true, context.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stop, as DevTools does before it starts the next.
	 */
	Applications stop() {
		this.stopReason = StopReason.RESTART;
		context().close();
		this.context = null;
		this.stopReason = StopReason.CLOSE;
		return this;
	}

	AnnotationConfigApplicationContext context() {
		if (this.context == null) {
			throw new IllegalStateException("not started");
		}
		return this.context;
	}

	int port(String server) {
		return context().getBean(TcpServers.class).listener(server).port();
	}

	TcpTestPeer connect(String server) {
		return TcpTestPeer.connect(port(server));
	}

	List<String> events() {
		return List.copyOf(this.events);
	}

	@Override
	public void close() {
		UNFINISHED.forEach((future) -> future.complete("late"));
		if (this.context != null) {
			this.context.close();
		}
		this.sockets.close();
	}

	private static final class ReloadingLoader extends ClassLoader {

		ReloadingLoader() {
			super(Reloaded.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (!name.startsWith(Reloaded.class.getName())) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
