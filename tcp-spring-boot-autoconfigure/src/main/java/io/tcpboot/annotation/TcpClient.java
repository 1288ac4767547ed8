package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Makes a bean a TCP client: its methods annotated with {@link OnOpen}, {@link OnData},
 * {@link OnConnectError} and the like are called for each connection that the client
 * makes, one at a time. On a {@code @Bean} method it does the same for a class that is
 * not annotated.
 * <p>
 * As with {@link TcpServer}, several beans may name the same client, no method may block,
 * and what belongs to one connection goes into the socket's
 * {@linkplain io.tcpboot.TcpSocket#data(Object) data}.
 *
 * <pre class="code">
 * &#064;TcpClient(host = "ticker.example.com", port = 9000, framing = FramingType.LINES)
 * class Ticker {
 *
 *     &#064;OnOpen
 *     String open() {
 *         return "subscribe";
 *     }
 *
 *     &#064;OnData
 *     void data(String price) {
 *         ...
 *     }
 *
 * }</pre>
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface TcpClient {

	/**
	 * Value of {@link #port()} that stands for none.
	 */
	int NO_PORT = -1;

	/**
	 * Name of the client in properties, logs and listings. Beans of the same name make up
	 * one client. May have placeholders.
	 * @return the name; unless set, the last part of the bean's name: {@code ticker} for
	 * the bean {@code ticker}, and for {@code outer.Ticker} too
	 */
	String name() default "";

	/**
	 * Host to connect to. The property <code>tcp.clients.&lt;name&gt;.host</code> goes
	 * before it. May have placeholders.
	 * @return name or literal; may be left out if a property or another bean of the same
	 * client has it
	 */
	String host() default "";

	/**
	 * Port to connect to. The property <code>tcp.clients.&lt;name&gt;.port</code> goes
	 * before it.
	 * @return 1-65535; may be left out if a property or another bean of the same client
	 * has it
	 */
	int port() default NO_PORT;

	/**
	 * How the stream of bytes is cut into messages. The property
	 * <code>tcp.clients.&lt;name&gt;.framing.type</code> goes before it.
	 * @return the kind of framing
	 */
	FramingType framing() default FramingType.UNSPECIFIED;

	/**
	 * When to connect.
	 * @return with the application, unless set
	 */
	Connect connect() default Connect.AT_START;

	/**
	 * When a client connects.
	 */
	enum Connect {

		/** When the application starts, which does not wait for it. */
		AT_START,

		/** When the application first asks for it. */
		ON_USE

	}

}
