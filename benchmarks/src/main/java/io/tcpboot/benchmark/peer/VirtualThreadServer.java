package io.tcpboot.benchmark.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The JDK's blocking sockets, with a virtual thread for each connection.
 */
final class VirtualThreadServer implements PeerServer {

	/** What an event loop has by default; the JDK's would be 50. */
	private static final int BACKLOG = 1024;

	@Override
	public RunningPeer start(Task task) throws IOException {
		ExecutorService threads = virtualThreads(task);
		ServerSocket listening = listen(task);
		Conversation conversation = Conversation.of(task.mode());
		threads.execute(() -> accept(listening, threads, conversation));
		return new RunningPeer(listening.getLocalPort(), () -> stop(listening, threads));
	}

	/** This is compiled for JDK 17, which has no name for them. */
	private static ExecutorService virtualThreads(Task task) {
		try {
			MethodHandle factory = MethodHandles.publicLookup()
				.findStatic(Executors.class, "newVirtualThreadPerTaskExecutor",
						MethodType.methodType(ExecutorService.class));
			return (ExecutorService) factory.invoke();
		}
		catch (NoSuchMethodException ex) {
			throw task.unsupported("virtual threads need JDK 21, this is " + Runtime.version().feature());
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ServerSocket listen(Task task) throws IOException {
		InetAddress address = InetAddress.getByName("127.0.0.1");
		return switch (task.mode()) {
			case TLS -> throw task.unsupported("the JDK's sockets have the JDK's TLS");
			case TLS_JDK ->
				task.certificate().jdkContext().getServerSocketFactory().createServerSocket(0, BACKLOG, address);
			case ECHO, FIVE, FRAMES, LINES, BROADCAST -> new ServerSocket(0, BACKLOG, address);
		};
	}

	private static void accept(ServerSocket listening, ExecutorService threads, Conversation conversation) {
		try {
			while (true) {
				Socket socket = listening.accept();
				threads.execute(() -> serve(socket, conversation));
			}
		}
		catch (IOException ex) {
			// Stopped.
		}
	}

	private static void serve(Socket socket, Conversation conversation) {
		try (socket) {
			socket.setTcpNoDelay(true);
			conversation.hold(socket);
		}
		catch (IOException ex) {
			// The client has gone.
		}
	}

	private static void stop(ServerSocket listening, ExecutorService threads) {
		try {
			listening.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		threads.shutdownNow();
	}

}
