package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Makes a bean a TCP server: its methods annotated with {@link OnOpen},
 * {@link OnHandshake}, {@link OnData}, {@link OnDrain}, {@link OnEnd}, {@link OnClose},
 * {@link OnError}, {@link OnTimeout}, {@link OnReload} and {@link OnShutdown} are called
 * for every socket of the server. On a {@code @Bean} method it does the same for a class
 * that is not annotated. The methods may be package-private.
 * <p>
 * The bean serves all sockets, so it is a singleton, or a proxy in a scope that does not
 * depend on a request. The calls for one socket come one after the other; those for
 * different sockets may come at the same time, from several event loops. So what belongs
 * to one socket goes into its {@linkplain io.tcpboot.TcpSocket#data(Object) data}, not
 * into a field. No method may block: while it does, no other socket of that event loop is
 * served. What takes longer is returned as a {@link java.util.concurrent.CompletionStage}
 * from {@link OnData}.
 * <p>
 * Several beans may name the same server. Each of them is called for every event, in the
 * order of {@link org.springframework.core.annotation.Order @Order}; at least one of them
 * has to have a method with {@link OnData}, and at most one may reply to an event. When
 * one fails the others are called nevertheless.
 *
 * <pre class="code">
 * &#064;TcpServer(port = 8080)
 * class Echo {
 *
 *     &#064;OnData
 *     ByteBuf data(ByteBuf bytes) {
 *         return bytes;
 *     }
 *
 * }</pre>
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface TcpServer {

	/**
	 * Value of {@link #port()} that stands for none.
	 */
	int NO_PORT = -1;

	/**
	 * Name of the server in properties, logs and listings. Beans of the same name make up
	 * one server. May have placeholders.
	 * @return the name; unless set, the last part of the bean's name: {@code echo} for
	 * the bean {@code echo}, and for {@code outer.Echo} too
	 */
	String name() default "";

	/**
	 * Port to listen on. The property <code>tcp.servers.&lt;name&gt;.port</code> goes
	 * before it.
	 * @return 0-65535, 0 for any free one; may be left out if the property or another
	 * bean of the same server has it
	 */
	int port() default NO_PORT;

	/**
	 * Address to listen on. The property <code>tcp.servers.&lt;name&gt;.address</code>
	 * goes before it. May have placeholders.
	 * @return name or literal; unless set, every local address
	 */
	String address() default "";

	/**
	 * How the stream of bytes is cut into messages. The property
	 * <code>tcp.servers.&lt;name&gt;.framing.type</code> goes before it.
	 * @return the kind of framing
	 */
	FramingType framing() default FramingType.UNSPECIFIED;

}
