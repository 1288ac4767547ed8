package io.tcpboot.benchmark.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What a thread says on a blocking socket, until the client has no more to say.
 */
@FunctionalInterface
interface Conversation {

	void hold(Socket socket) throws IOException;

	static Conversation of(Mode mode) {
		return switch (mode) {
			case ECHO, TLS, TLS_JDK -> (socket) -> socket.getInputStream().transferTo(socket.getOutputStream());
			case FIVE -> Conversation::five;
			case FRAMES -> Conversation::frames;
			case LINES -> Conversation::lines;
			case BROADCAST -> new BlockingBroadcast();
		};
	}

	private static void five(Socket socket) throws IOException {
		InputStream in = new BufferedInputStream(socket.getInputStream());
		OutputStream out = new BufferedOutputStream(socket.getOutputStream());
		byte[] message = new byte[Messages.LENGTH];
		while (in.readNBytes(message, 0, message.length) == message.length) {
			for (int from = 0; from < message.length; from += Messages.PART) {
				out.write(message, from, Math.min(Messages.PART, message.length - from));
			}
			out.flush();
		}
	}

	/**
	 * Ends with the exception that tells the end of the stream.
	 */
	private static void frames(Socket socket) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
		while (true) {
			byte[] frame = new byte[in.readInt()];
			in.readFully(frame);
			out.writeInt(frame.length);
			out.write(frame);
			out.flush();
		}
	}

	private static void lines(Socket socket) throws IOException {
		BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
		Writer out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), UTF_8));
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			out.write(line);
			out.write('\n');
			out.flush();
		}
	}

}
