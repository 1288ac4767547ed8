package io.tcpboot;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.tls.TlsProvider;
import org.jspecify.annotations.Nullable;

/**
 * What TLS costs a server: the processor time of its event loop thread per echo of 64
 * bytes and per full handshake, with each provider. Not JMH, which measures elapsed time
 * with the client in it.
 */
public final class TlsCost {

	private static final int WARM_UP = 2;

	private static final int ROUNDS = 3;

	private static final int ECHOES = 100_000;

	private static final int HANDSHAKES = 400;

	private TlsCost() {
	}

	/**
	 * Measure everything and print it, in microseconds.
	 * @param args none
	 * @throws Exception when something fails
	 */
	public static void main(String[] args) throws Exception {
		for (boolean rsa : new boolean[] { false, true }) {
			X509Bundle bundle = certificate(rsa);
			double[] openSsl = measure(bundle, TlsProvider.OPENSSL);
			double[] jdk = measure(bundle, TlsProvider.JDK);
			String key = rsa ? "RSA 2048" : "EC P-256";
			System.out.printf("%s echo: OPENSSL %.2f, JDK %.2f, ratio %.2f%n", key, openSsl[0], jdk[0],
					jdk[0] / openSsl[0]);
			System.out.printf("%s handshake: OPENSSL %.0f, JDK %.0f, ratio %.1f%n", key, openSsl[1], jdk[1],
					jdk[1] / openSsl[1]);
		}
		System.out.printf("plain echo: %.2f%n", echo(null, null));
	}

	private static X509Bundle certificate(boolean rsa) throws Exception {
		CertificateBuilder builder = new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost");
		return (rsa ? builder.rsa2048() : builder.ecp256()).setIsCertificateAuthority(true).buildSelfSigned();
	}

	private static double[] measure(X509Bundle bundle, TlsProvider provider) throws Exception {
		TlsOptions server = TlsOptions.builder()
			.provider(provider)
			.certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM())
			.build();
		TlsOptions.Builder client = TlsOptions.builder().trust(bundle.getCertificatePEM());
		return new double[] { echo(server, client.build()),
				handshake(server, client.sessionResumption(false).build()) };
	}

	private static double echo(@Nullable TlsOptions server, @Nullable TlsOptions client) throws Exception {
		try (TcpEventLoop serving = TcpEventLoop.builder().threads(1).build();
				TcpEventLoop asking = TcpEventLoop.builder().threads(1).build()) {
			CompletableFuture<Long> thread = new CompletableFuture<>();
			int port = listen(serving, server, thread);
			Semaphore answered = new Semaphore(0);
			ByteBuf message = Unpooled.directBuffer(64).writeZero(64);
			int[] left = new int[1];
			TcpSocket<Void> socket = connect(asking, port, client, SocketHandlers.<Void>builder().data((it, bytes) -> {
				bytes.skipBytes(bytes.readableBytes());
				if (--left[0] > 0) {
					it.send(message.duplicate());
				}
				else {
					answered.release();
				}
			}).build());
			return best(thread.get(), ECHOES, () -> {
				left[0] = ECHOES;
				socket.send(message.duplicate());
				answered.acquire();
			});
		}
	}

	private static double handshake(TlsOptions server, TlsOptions client) throws Exception {
		try (TcpEventLoop serving = TcpEventLoop.builder().threads(1).build();
				TcpEventLoop asking = TcpEventLoop.builder().threads(1).build()) {
			CompletableFuture<Long> thread = new CompletableFuture<>();
			int port = listen(serving, server, thread);
			SocketHandlers<Void> silent = SocketHandlers.<Void>builder().discardData().build();
			connect(asking, port, client, silent).terminate();
			return best(thread.get(), HANDSHAKES, () -> {
				for (int i = 0; i < HANDSHAKES; i++) {
					connect(asking, port, client, silent).terminate();
				}
			});
		}
	}

	private static int listen(TcpEventLoop loop, @Nullable TlsOptions tls, CompletableFuture<Long> thread) {
		ServerOptions.Builder options = ServerOptions.builder().host("localhost").port(0);
		if (tls != null) {
			options.tls(tls);
		}
		return loop
			.listen(options.build(),
					SocketHandlers.<Void>builder()
						.open((socket) -> thread.complete(Thread.currentThread().getId()))
						.data((socket, bytes) -> socket.send(bytes))
						.build())
			.port();
	}

	private static TcpSocket<Void> connect(TcpEventLoop loop, int port, @Nullable TlsOptions tls,
			SocketHandlers<Void> handlers) throws InterruptedException, ExecutionException {
		ClientOptions.Builder options = ClientOptions.builder().host("localhost").port(port);
		if (tls != null) {
			options.tls(tls);
		}
		return loop.connect(options.build(), handlers).get();
	}

	/**
	 * The least microseconds of processor time that a thread has needed for one.
	 */
	private static double best(long thread, int count, Work work) throws Exception {
		double best = Double.MAX_VALUE;
		for (int round = 0; round < WARM_UP + ROUNDS; round++) {
			long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
			work.run();
			double spent = (ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) - before) / 1000.0 / count;
			best = (round < WARM_UP) ? best : Math.min(best, spent);
		}
		return best;
	}

	/**
	 * What is measured.
	 */
	private interface Work {

		void run() throws Exception;

	}

}
