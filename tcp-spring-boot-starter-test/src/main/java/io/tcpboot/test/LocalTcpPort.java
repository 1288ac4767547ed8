package io.tcpboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Value;

/**
 * The port that a server of the application listens on, in a field or parameter of a
 * Spring test: the property <code>local.tcp.&lt;name&gt;.port</code>. Works wherever
 * {@code @Value} does, from the moment when the servers have started.
 *
 * <pre class="code">
 * &#064;SpringBootTest(properties = "tcp.servers.echo.port=0")
 * class EchoTests {
 *
 *     &#064;LocalTcpPort("echo")
 *     private int port;
 * </pre>
 */
@Target({ ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("${" + LocalTcpPort.ONLY_SERVER + "}")
public @interface LocalTcpPort {

	/**
	 * Property with the port of the only server.
	 */
	String ONLY_SERVER = "local.tcp.server.port";

	/**
	 * Name of the server.
	 * @return the name; may be left out if there is only one server
	 */
	String value() default "";

}
