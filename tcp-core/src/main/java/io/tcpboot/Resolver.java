package io.tcpboot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.NetUtil;

/**
 * Looks up names away from the event loops, as the JDK's resolver blocks.
 */
final class Resolver {

	private static final int THREADS = 4;

	private static final ThreadPoolExecutor EXECUTOR = executor();

	private Resolver() {
	}

	private static ThreadPoolExecutor executor() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), Resolver::newThread);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	private static Thread newThread(Runnable target) {
		Thread thread = new Thread(target, "tcp-resolver");
		thread.setDaemon(true);
		thread.setContextClassLoader(Resolver.class.getClassLoader());
		return thread;
	}

	/**
	 * Return all addresses of a host; at once for a literal.
	 */
	static CompletableFuture<InetAddress[]> resolve(String host) {
		byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
		// Even a literal may fail: it may name a network interface that is not there.
		return CompletableFuture.supplyAsync(() -> lookUp(host), (literal != null) ? Runnable::run : EXECUTOR);
	}

	private static InetAddress[] lookUp(String host) {
		try {
			return InetAddress.getAllByName(host);
		}
		catch (UnknownHostException ex) {
			throw new CompletionException(ex);
		}
	}

}
