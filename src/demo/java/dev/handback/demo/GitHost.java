package dev.handback.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.eclipse.jgit.transport.resolver.ServiceNotEnabledException;

/**
 * The demo vendor's git server: real smart HTTP on loopback, reading only, over the bare repositories of one folder. A
 * repository can be protected by a password, or be made to refuse, vanish or lead elsewhere.
 */
public final class GitHost implements AutoCloseable {

    /** What a repository answers instead of serving itself. */
    private record Answer(int status, String location) {}

    private final Tomcat tomcat = new Tomcat();
    private final Path work;
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> speeds = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();

    private GitHost(Path folder, int port) throws IOException {
        work = Files.createTempDirectory("git-host");
        var connector = new Connector();
        connector.setPort(port);
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.setBaseDir(work.toString());
        tomcat.setConnector(connector);
        var context = tomcat.addContext("", work.toString());
        Tomcat.addServlet(context, "git", servlet(folder));
        context.addServletMappingDecoded("/*", "git");
        var filter = new FilterDef();
        filter.setFilterName("answers");
        filter.setFilter(new Answers());
        context.addFilterDef(filter);
        var everything = new FilterMap();
        everything.setFilterName("answers");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
    }

    /** Serves the bare repositories {@code <folder>/<name>.git}; they may be added and changed while it runs. */
    public static GitHost start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /** @param port 0 for any free one */
    public static GitHost start(Path folder, int port) throws IOException {
        var host = new GitHost(folder, port);
        try {
            host.tomcat.start();
            return host;
        } catch (LifecycleException e) {
            host.close();
            throw new IOException("git server did not start on port " + port, e);
        }
    }

    private static GitServlet servlet(Path folder) {
        var servlet = new GitServlet();
        servlet.setRepositoryResolver(new FileResolver<>(folder.toFile(), true));
        servlet.setReceivePackFactory((request, repository) -> {
            throw new ServiceNotEnabledException("reading only");
        });
        return servlet;
    }

    /** Such as {@code http://127.0.0.1:34567}. */
    public String origin() {
        return "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + tomcat.getConnector().getLocalPort();
    }

    public String url(String repository) {
        return origin() + "/" + repository + ".git";
    }

    /** Asks for this user name and password from now on. */
    public void protect(String repository, String user, String password) {
        String pair = user + ":" + password;
        passwords.put(repository, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Answers every request for the repository with this status from now on. */
    public void answer(String repository, int status) {
        answers.put(repository, new Answer(status, ""));
    }

    /** Tells whoever logs in that there is no such repository, and asks strangers to log in, as many hosts do. */
    public void withdraw(String repository) {
        withdrawn.add(repository);
    }

    /** Leads every request for the repository to another address from now on. */
    public void redirect(String repository, String location) {
        answers.put(repository, new Answer(302, location));
    }

    /** Sends no more than so many bytes a second of the repository from now on, 0 for as many as go. */
    public void slow(String repository, int bytesPerSecond) {
        speeds.put(repository, bytesPerSecond);
    }

    /** Serves the repository again, without a password. */
    public void serve(String repository) {
        answers.remove(repository);
        passwords.remove(repository);
        withdrawn.remove(repository);
    }

    /** Method and path of each request, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Each Authorization header that arrived. */
    public List<String> credentials() {
        return List.copyOf(credentials);
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("git server did not stop", e);
        } finally {
            org.eclipse.jgit.util.FileUtils.delete(work.toFile(), org.eclipse.jgit.util.FileUtils.RECURSIVE);
        }
    }

    private final class Answers extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String authorization = request.getHeader("Authorization");
            requests.add(request.getMethod() + " " + request.getRequestURI());
            if (authorization != null) credentials.add(authorization);
            String repository = request.getRequestURI().replaceAll("^/|\\.git(/.*)?$", "");
            Answer answer = answers.get(repository);
            String password = passwords.get(repository);
            if (answer != null) give(answer, request, response);
            else if (withdrawn.contains(repository) && authorization != null)
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            else if (withdrawn.contains(repository) || password != null && !password.equals(authorization)) {
                response.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
                response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            } else if (speeds.containsKey(repository))
                chain.doFilter(request, new SlowResponse(response, () -> speeds.getOrDefault(repository, 0)));
            else chain.doFilter(request, response);
        }

        private void give(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (answer.location().isEmpty()) {
                response.sendError(answer.status());
                return;
            }
            String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
            String rest = request.getRequestURI().replaceFirst("^.*?\\.git", "");
            response.setStatus(answer.status());
            response.setHeader("Location", answer.location() + rest + query);
        }
    }
}
