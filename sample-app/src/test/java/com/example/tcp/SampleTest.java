package com.example.tcp;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * The sample with its web server, on free ports. Tests that add nothing share one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "tcp.servers.echo.port=0", "tcp.servers.tls-echo.port=0", "tcp.servers.chat.port=0" })
@interface SampleTest {

}
