package com.example.tcp;

import io.tcpboot.annotation.TcpServer;

@TcpServer(name = "tls-echo", port = 8443)
class TlsEcho extends Echo {

}
