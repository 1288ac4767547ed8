package com.example.tcp;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

// Nobody logs in here. To be bound to 127.0.0.1 does not keep out a website that lets its own name lead there: for the
// browser it would be the same origin, and could close sockets (DNS rebinding). Nor one that shows the page in a frame,
// for its visitor to click on.
@Component
class LocalHostFilter extends OncePerRequestFilter {

	private static final Pattern LOCAL_HOST = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?",
			Pattern.CASE_INSENSITIVE);

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// The header itself, which no script can set.
		String host = request.getHeader(HttpHeaders.HOST);
		if (host == null || !LOCAL_HOST.matcher(host).matches()) {
			response.sendError(HttpServletResponse.SC_FORBIDDEN);
			return;
		}
		response.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
		chain.doFilter(request, response);
	}

}
