package io.tcpboot.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a server has to know of a ClientHello before it can choose a certificate (RFC
 * 8446, 4.1.2). Whether the rest makes sense is for the engine to say.
 *
 * @param serverName the host that is asked for, in lower case, or {@code null}
 * @param applicationProtocols what the client offers by ALPN, empty if nothing
 */
record ClientHello(@Nullable String serverName, List<String> applicationProtocols) {

	/** Longer ones are refused, in bytes. */
	static final int MAX_LENGTH = 16 * 1024;

	private static final ClientHello UNREADABLE = new ClientHello(null, List.of());

	// What comes before the session id: version and random.
	private static final int FIXED_LENGTH = 34;

	private static final int SERVER_NAME = 0;

	private static final int HOST_NAME = 0;

	private static final int APPLICATION_PROTOCOLS = 16;

	private static final int MAX_HOST_LENGTH = 255;

	/**
	 * Read the content of the message.
	 * @throws SSLException if the server name is none
	 */
	static ClientHello read(ByteBuf body) throws SSLException {
		try {
			body.skipBytes(FIXED_LENGTH);
			body.skipBytes(body.readUnsignedByte());
			body.skipBytes(body.readUnsignedShort());
			body.skipBytes(body.readUnsignedByte());
			return (body.isReadable()) ? extensions(body.readSlice(body.readUnsignedShort())) : UNREADABLE;
		}
		catch (IndexOutOfBoundsException ex) {
			return UNREADABLE;
		}
	}

	private static ClientHello extensions(ByteBuf extensions) throws SSLException {
		String serverName = null;
		List<String> protocols = List.of();
		while (extensions.isReadable()) {
			int type = extensions.readUnsignedShort();
			ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
			if (type == SERVER_NAME) {
				serverName = serverName(content);
			}
			else if (type == APPLICATION_PROTOCOLS) {
				protocols = protocols(content);
			}
		}
		return new ClientHello(serverName, protocols);
	}

	private static @Nullable String serverName(ByteBuf content) throws SSLException {
		ByteBuf names = content.readSlice(content.readUnsignedShort());
		while (names.isReadable()) {
			int type = names.readUnsignedByte();
			String name = text(names, names.readUnsignedShort());
			if (type == HOST_NAME) {
				if (!isHost(name)) {
					throw new SSLException("server name is no host name");
				}
				return name.toLowerCase(Locale.ROOT);
			}
		}
		return null;
	}

	/**
	 * Return whether it is made of labels with a dot between them. Underscores are
	 * common, though no host name should have one.
	 */
	private static boolean isHost(String name) {
		int length = name.length();
		boolean inLabel = false;
		for (int i = 0; i < length; i++) {
			char c = name.charAt(i);
			if (c == '.' && !inLabel || c != '.' && !isLabel(c)) {
				return false;
			}
			inLabel = c != '.';
		}
		return inLabel && length <= MAX_HOST_LENGTH;
	}

	private static boolean isLabel(char c) {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
	}

	private static List<String> protocols(ByteBuf content) {
		ByteBuf names = content.readSlice(content.readUnsignedShort());
		List<String> protocols = new ArrayList<>();
		while (names.isReadable()) {
			protocols.add(text(names, names.readUnsignedByte()));
		}
		return protocols;
	}

	private static String text(ByteBuf bytes, int length) {
		return bytes.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
	}

}
