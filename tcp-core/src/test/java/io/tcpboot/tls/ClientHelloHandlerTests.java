package io.tcpboot.tls;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server before and at the ClientHello, without a network.
 */
class ClientHelloHandlerTests {

	private static final ReloadableTls TLS = ReloadableTls.server(Pki.serverOptions()
		.applicationProtocols("echo")
		.serverName("quick", Pki.serverOptions().handshakeTimeout(Duration.ofSeconds(5)).build())
		.build());

	private final Told told = new Told();

	private final EmbeddedChannel channel = channel();

	private EmbeddedChannel channel() {
		EmbeddedChannel channel = new EmbeddedChannel();
		channel.freezeTime();
		channel.pipeline().addLast(TLS.newHandler(channel.alloc(), null, -1)).addLast(this.told);
		return channel;
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9", "\u0016GET", "\u0000\u0000\u0000",
			"\u0015" })
	@DisplayName("B89 who does not speak TLS is dropped at the first byte, with one event and no exception")
	void whenItIsNotTlsTheChannelClosesWithOneEvent(String text) {
		send(text.getBytes(UTF_8));
		assertThat(this.told.failure()).isInstanceOf(NotSslRecordException.class);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.channel.<ByteBuf>readOutbound()).isNull();
	}

	@Test
	void whenAHandshakeDoesNotBeginWithAClientHelloItIsRefused() {
		send(22, 3, 3, 0, 4, 2, 0, 0, 0);
		assertThat(this.told.failure()).hasMessage("not a ClientHello");
	}

	@Test
	void whenAClientHelloSaysThatItIsTooLongItIsRefusedAtOnce() {
		send(22, 3, 1, 0x40, 0, 1, 0, 0x40, 1);
		assertThat(this.told.failure()).hasMessage("ClientHello of 16385 bytes (expected: at most 16384)");
		assertThat(alert()).isEqualTo(22);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 0x4001, 0xffff })
	void whenARecordHasAnImpossibleLengthItIsRefused(int length) {
		send(22, 3, 1, length >> 8, length & 0xff);
		assertThat(this.told.failure()).hasMessage("handshake record of " + length + " bytes");
	}

	@Test
	void whenTheServerNameIsNoHostNameItIsRefused() {
		byte[] hello = hello("xxxx");
		int at = new String(hello, ISO_8859_1).indexOf("xxxx");
		hello[at + 1] = '\n';
		send(hello);
		assertThat(this.told.failure()).hasMessage("server name is no host name");
		assertThat(alert()).isEqualTo(47);
	}

	@Test
	void whenNoProtocolIsCommonTheClientIsTold() {
		send(hello("localhost", "chat"));
		assertThat(this.told.failure()).hasMessage("no application protocol in common with the client");
		assertThat(alert()).isEqualTo(120);
	}

	@Test
	void whenAClientIsSilentItIsDroppedInTime() {
		advance(9_999);
		assertThat(this.channel.isOpen()).isTrue();
		advance(1);
		assertThat(this.told.failure()).isInstanceOf(SslHandshakeTimeoutException.class)
			.hasMessage("no ClientHello within 10000 ms");
		assertThat(this.channel.isOpen()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "quick" })
	void whenAClientFallsSilentAfterItsHelloTheTimeBeforeCounts(String name) {
		byte[] hello = hello(name);
		advance(3_000);
		send(hello);
		assertThat(this.channel.pipeline().get(SslHandler.class).getHandshakeTimeoutMillis())
			.isEqualTo((name.equals("quick")) ? 2_000 : 7_000);
		this.channel.releaseOutbound();
	}

	@Test
	void whenAClientLeavesBeforeItsHelloThereIsOneEvent() {
		send(22, 3);
		this.channel.close();
		assertThat(this.told.failure()).isInstanceOf(ClosedChannelException.class);
	}

	@Test
	void whenAHelloIsCutAnywhereItIsReadAllTheSame() {
		byte[] hello = hello("localhost", "echo");
		for (int cut = 1; cut < hello.length; cut++) {
			EmbeddedChannel other = channel();
			other.writeInbound(Unpooled.copiedBuffer(hello, 0, cut));
			assertThat(other.pipeline().get(SslHandler.class)).isNull();
			other.writeInbound(Unpooled.copiedBuffer(hello, cut, hello.length - cut));
			assertThat(other.<ByteBuf>readOutbound()).satisfies((answer) -> {
				assertThat(answer.getByte(0)).isEqualTo((byte) 22);
				answer.release();
			});
			other.finishAndReleaseAll();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 9, 40, 100 })
	void whenAHelloComesInSmallRecordsItIsRead(int size) throws Exception {
		byte[] hello = hello("www.example.com", "echo", "chat");
		ByteBuf records = Unpooled.buffer();
		for (int at = 5; at < hello.length; at += size) {
			int length = Math.min(size, hello.length - at);
			records.writeByte(22).writeShort(0x301).writeShort(length).writeBytes(hello, at, length);
		}
		assertThat(ClientHelloReader.read(records.slice(0, records.readableBytes() - 1))).isNull();
		assertThat(ClientHelloReader.read(records))
			.isEqualTo(new ClientHello("www.example.com", List.of("echo", "chat")));
		records.release();
	}

	@Test
	void whenAHelloComesInTooManyRecordsItIsRefused() {
		ByteBuf records = Unpooled.buffer();
		for (int record = 0; record < 65; record++) {
			records.writeByte(22)
				.writeShort(0x301)
				.writeShort(1)
				.writeByte((record == 0) ? 1 : (record == 2) ? 0x3f : 0);
		}
		assertThatExceptionOfType(TooLongFrameException.class).isThrownBy(() -> ClientHelloReader.read(records))
			.withMessageContaining("64 records");
		records.release();
	}

	@Test
	void whenSomethingFollowsAHelloItIsNotReadAsItsExtensions() throws Exception {
		byte[] body = new byte[34 + 1 + 4 + 2];
		body[36] = 2;
		body[39] = 1;
		byte[] name = HexFormat.of().parseHex("000b" + "00000007" + "0005" + "000002" + "6162");
		ByteBuf hello = Unpooled.buffer().writeByte(22).writeShort(0x301).writeShort(4 + body.length + name.length);
		hello.writeByte(1).writeMedium(body.length).writeBytes(body).writeBytes(name);
		assertThat(ClientHelloReader.read(hello)).isEqualTo(new ClientHello(null, List.of()));
		hello.setMedium(6, body.length + name.length);
		assertThat(ClientHelloReader.read(hello)).isEqualTo(new ClientHello("ab", List.of()));
		hello.release();
	}

	@Test
	void whenAHelloIsMutilatedNothingIsThrownButWhatIsMeantToBe() {
		byte[] hello = hello("www.example.com", "echo");
		for (int at = 0; at < hello.length; at++) {
			for (int value : new int[] { 0, 1, 127, 255 }) {
				byte[] changed = hello.clone();
				changed[at] = (byte) value;
				EmbeddedChannel other = channel();
				other.writeInbound(Unpooled.wrappedBuffer(changed));
				other.finishAndReleaseAll();
			}
		}
		// What the engine finds is an exception beside the event; nothing else is.
		assertThat(this.told.exceptions).allSatisfy(
				(ex) -> assertThat(ex).isInstanceOf(DecoderException.class).hasCauseInstanceOf(SSLException.class));
	}

	private void send(int... bytes) {
		byte[] all = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			all[i] = (byte) bytes[i];
		}
		send(all);
	}

	private void send(byte[] bytes) {
		this.channel.writeInbound(Unpooled.copiedBuffer(bytes));
	}

	private void advance(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

	/**
	 * The description of the alert that was sent.
	 */
	private int alert() {
		ByteBuf sent = this.channel.readOutbound();
		byte[] bytes = ByteBufUtil.getBytes(sent);
		sent.release();
		assertThat(bytes).hasSize(7).startsWith(21, 3, 3, 0, 2, 2);
		return bytes[6];
	}

	private static byte[] hello(String name, String... protocols) {
		try {
			SSLEngine engine = SSLContext.getDefault().createSSLEngine();
			engine.setUseClientMode(true);
			SSLParameters parameters = engine.getSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(name)));
			parameters.setApplicationProtocols(protocols);
			engine.setSSLParameters(parameters);
			ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
			engine.wrap(ByteBuffer.allocate(0), out);
			return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(out.flip()));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Keeps what the next handler is told.
	 */
	@Sharable
	private static final class Told extends ChannelInboundHandlerAdapter {

		private final List<Object> events = new ArrayList<>();

		private final List<Throwable> exceptions = new ArrayList<>();

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			this.events.add(event);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			this.exceptions.add(cause);
		}

		/**
		 * The cause of the only event.
		 */
		Throwable failure() {
			assertThat(this.exceptions).isEmpty();
			assertThat(this.events).singleElement().isInstanceOf(SslHandshakeCompletionEvent.class);
			return ((SslHandshakeCompletionEvent) this.events.get(0)).cause();
		}

	}

}
