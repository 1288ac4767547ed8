package io.tcpboot.autoconfigure;

import io.tcpboot.handler.InvalidTcpServerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a server that is declared in a way that cannot work.
 */
class InvalidTcpServerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTcpServerException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTcpServerException cause) {
		return new FailureAnalysis(cause.description(), cause.action(), cause);
	}

}
