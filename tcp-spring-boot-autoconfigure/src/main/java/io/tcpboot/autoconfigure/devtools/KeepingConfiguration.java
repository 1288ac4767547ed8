package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.SocketKeeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps sockets open, and the event loop, unless that is the application's.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tcp.devtools.keep-connections", matchIfMissing = true)
@ConditionalOnMissingBean(TcpEventLoop.class)
class KeepingConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KeepingConfiguration.class);

	private static final Runnable SHUTDOWN = KeptSockets.shared()::close;

	@Bean
	SocketKeeper tcpSocketKeeper(ApplicationContext context) {
		ClassLoader loader = context.getClassLoader();
		if (loader == null || !Placement.isReloaded(loader)) {
			// Nobody restarts it, as in tests, where several contexts are there at a
			// time.
			return SocketKeeper.NONE;
		}
		if (!Placement.isGood(loader)) {
			logger.warn("TCP sockets close when DevTools restarts the application: tcp-core, "
					+ "tcp-spring-boot-autoconfigure or both are loaded anew with it. Keep both out of that by "
					+ "restart.exclude.tcp in META-INF/spring-devtools.properties, with a pattern that matches {}",
					TcpEventLoop.class.getProtectionDomain().getCodeSource().getLocation());
			return SocketKeeper.NONE;
		}
		if (!canShutDown()) {
			return SocketKeeper.NONE;
		}
		return new RestartKeeper(KeptSockets.shared(), loader, StopReason::current);
	}

	/**
	 * Between two contexts there is none that would close what is kept.
	 */
	private static boolean canShutDown() {
		try {
			SpringApplication.getShutdownHandlers().add(SHUTDOWN);
			return true;
		}
		catch (IllegalStateException ex) {
			// The JVM is on its way down.
			return false;
		}
	}

}
