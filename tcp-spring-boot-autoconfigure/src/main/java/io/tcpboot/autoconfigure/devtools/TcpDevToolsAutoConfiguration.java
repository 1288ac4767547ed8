package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.autoconfigure.TcpAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of TCP sockets that stay open while DevTools restarts the
 * application.
 */
@AutoConfiguration(before = TcpAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.boot.devtools.restart.Restarter")
@ConditionalOnBooleanProperty(name = "tcp.enabled", matchIfMissing = true)
@Import({ KeepingConfiguration.class, OwnEventLoopConfiguration.class, ClosingConfiguration.class })
public final class TcpDevToolsAutoConfiguration {

}
