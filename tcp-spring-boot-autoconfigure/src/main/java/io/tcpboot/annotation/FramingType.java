package io.tcpboot.annotation;

/**
 * How a stream of bytes is cut into messages. The details, such as the delimiter, are
 * properties below {@code framing}.
 */
public enum FramingType {

	/** Not said here: whatever the properties say, else none. */
	UNSPECIFIED,

	/** Bytes as they arrive, cut anywhere. */
	NONE,

	/** Lines of text, ended by a line feed. */
	LINES,

	/** Messages that end with a delimiter. */
	DELIMITED,

	/** Messages that begin with a field of their length. */
	LENGTH_FIELD,

	/** Messages that all have the same length. */
	FIXED

}
