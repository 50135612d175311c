package dev.handback.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets through to the engine's HTTP interface only requests that Tasklist and Cockpit need, with only what they need. */
class EngineDoor extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(EngineDoor.class);
    private static final int LARGEST_BODY = 256 * 1024;

    private final EngineBodies bodies;
    private final ObjectMapper json;

    EngineDoor(EngineBodies bodies, ObjectMapper json) {
        this.bodies = bodies;
        this.json = json;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(checked(request), response);
        } catch (EngineRequestRefused refused) {
            log.info(
                    "engine request refused person={} method={} path={} why={}",
                    request.getRemoteUser(),
                    request.getMethod(),
                    path(request),
                    refused.getMessage());
            response.setStatus(refused.status());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            // the shape in which Tasklist shows an error
            json.writeValue(
                    response.getOutputStream(),
                    Map.of("type", "RequestRefused", "message", String.valueOf(refused.getMessage())));
        }
    }

    private HttpServletRequest checked(HttpServletRequest request) throws IOException {
        var login = SecurityContextHolder.getContext().getAuthentication();
        var groups = login.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        var path = path(request);
        var body = EngineRequests.find(request.getMethod(), path, groups)
                .orElseThrow(() -> EngineRequestRefused.forbidden("This is not open. Use the pages of Handback."));
        request.getParameterMap().keySet().forEach(EngineBodies::refuseExpression);
        if (body == EngineRequests.Body.NONE) {
            return request;
        }
        return new RewrittenRequest(request, checkedBody(request, body, login.getName()));
    }

    private byte[] checkedBody(HttpServletRequest request, EngineRequests.Body kind, String person) throws IOException {
        var bytes = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new EngineRequestRefused(413, "The request is larger than " + LARGEST_BODY + " bytes.");
        }
        if (bytes.length == 0) {
            return bytes;
        }
        try {
            return bodies.checked(bytes, kind, person);
        } catch (JsonProcessingException e) {
            throw new EngineRequestRefused(400, "The request is not JSON.");
        }
    }

    /** Decoded, as the engine's own dispatcher will see it. */
    private static String path(HttpServletRequest request) {
        var path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return path.substring("/camunda".length());
    }
}
