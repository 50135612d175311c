package dev.handback.web;

import dev.handback.people.CurrentRights;
import dev.handback.people.Groups;
import dev.handback.people.LoginRefused;
import dev.handback.people.People;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.actuate.autoconfigure.security.servlet.EndpointRequest;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets to our pages and REST; everything that is not named is denied. Camunda's pages have a chain of their own in
 * room process.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpsSettings.class)
class SecurityConfiguration {
    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " form-action 'self'";
    private static final String[] WORKERS = {Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL};
    /** Who reads what came from the vendor and the holders; administrators look after people. */
    private static final String[] READERS = {Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL, Groups.AUDITORS};

    /** Whoever belongs to us; a company's login may let in more. */
    private static final String[] MEMBERS = {
        Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL, Groups.AUDITORS, Groups.ADMINISTRATORS
    };

    private static final String[] REPAIRERS = {Groups.ADMINISTRATORS, Groups.OPERATIONS, Groups.LEGAL};
    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();
    private static final AuthenticationEntryPoint LOGIN = new LoginUrlAuthenticationEntryPoint("/login");
    private static final AuthenticationEntryPoint REFUSED = new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED);
    private static final RequestMatcher BY_ITSELF = request -> request.getHeader("HX-Request") != null;
    private static final long YEAR = 31_536_000;

    private final HttpsSettings settings;

    SecurityConfiguration(HttpsSettings settings) {
        this.settings = settings;
    }

    /** Basic, an access token or a session. No challenge is sent: a browser that stores Basic credentials would send them everywhere. */
    @Bean
    @Order(2)
    SecurityFilterChain rest(HttpSecurity http, People people, CompanyDoor company) throws Exception {
        AuthenticationEntryPoint unauthorized = (request, response, why) -> {
            boolean told = why instanceof LoginRefused || why instanceof InvalidBearerTokenException;
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, told ? why.getMessage() : null);
        };
        company.intoRest(http, unauthorized);
        RequestMatcher withCredentials = request -> request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        return http.securityMatcher(paths("/api/**", "/v3/api-docs/**"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .httpBasic(basic -> basic.authenticationEntryPoint(unauthorized))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthorized))
                .csrf(csrf -> csrf.ignoringRequestMatchers(withCredentials))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(this::strict)
                .authorizeHttpRequests(requests -> requests.requestMatchers(paths("/api/repairs/**"))
                        .hasAnyAuthority(REPAIRERS)
                        .requestMatchers(paths("/api/verifications", "/api/verifications/**"))
                        .hasAnyAuthority(MEMBERS)
                        .requestMatchers(
                                get("/api/packages/*.zip"),
                                get("/api/exits/*/attestations/*/letter"),
                                get("/api/exits/*/instruments/*/document"))
                        .hasAnyAuthority(READERS)
                        .requestMatchers(get("/**"))
                        .authenticated()
                        .anyRequest()
                        .hasAnyAuthority(WORKERS))
                .addFilterBefore(new CurrentRights(people), AuthorizationFilter.class)
                .build();
    }

    /**
     * Holders with a one-time link: nobody is logged in and no session is made. The secret in the address is what they have;
     * a form of another site cannot know it, so no token is needed beside it.
     */
    @Bean
    @Order(0)
    SecurityFilterChain holders(HttpSecurity http) throws Exception {
        return http.securityMatcher(paths("/holder/*"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(this::strict)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, People people, CompanyDoor company, CompanyProvider provider)
            throws Exception {
        company.into(http);
        return http.securityMatcher(PATH.matcher("/**"))
                // a page that looks again by itself is told that it may not, and is nowhere to come back to
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, why) ->
                        (BY_ITSELF.matches(request) ? REFUSED : LOGIN).commence(request, response, why)))
                .requestCache(cache -> cache.requestCache(pagesAskedFor()))
                .formLogin(form -> form.loginPage("/login").permitAll())
                .logout(logout -> logout.logoutUrl("/logout").logoutSuccessHandler(new CompanyLogout(provider)))
                .csrf(Customizer.withDefaults())
                .headers(headers -> strict(headers, provider.origins()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(paths(
                                "/login",
                                "/login/refused",
                                "/error",
                                "/webjars/**",
                                "/css/**",
                                "/js/**",
                                "/vendor/bpmn-js/**",
                                "/images/**",
                                "/favicon.ico"))
                        .permitAll()
                        .requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                        .permitAll()
                        .requestMatchers(paths("/people/**"))
                        .hasAuthority(Groups.ADMINISTRATORS)
                        .requestMatchers(paths("/repairs/**"))
                        .hasAnyAuthority(REPAIRERS)
                        .requestMatchers(paths("/verify", "/verify/**"))
                        .hasAnyAuthority(MEMBERS)
                        .requestMatchers(paths("/password", "/logout", "/notices"))
                        .authenticated()
                        .requestMatchers(get("/exits/*/instruments/*/document"))
                        .hasAnyAuthority(READERS)
                        .requestMatchers(
                                get("/"),
                                get("/exits/**"),
                                get("/certificates/**"),
                                get("/orders/**"),
                                get("/runbooks/**"),
                                get("/tasks/**"))
                        .authenticated()
                        .requestMatchers(paths("/exits/**", "/certificates/**", "/orders/**", "/tasks/**"))
                        .hasAnyAuthority(WORKERS)
                        .anyRequest()
                        .denyAll())
                .addFilterBefore(new CurrentRights(people), AuthorizationFilter.class)
                .build();
    }

    private static RequestCache pagesAskedFor() {
        var cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(request -> HttpMethod.GET.matches(request.getMethod())
                && !BY_ITSELF.matches(request)
                && Set.of("", "navigate").contains(Objects.requireNonNullElse(request.getHeader("Sec-Fetch-Mode"), ""))
                && !request.getRequestURI().endsWith("/favicon.ico"));
        return cache;
    }

    private void strict(HeadersConfigurer<HttpSecurity> headers) {
        strict(headers, List.of());
    }

    /** @param away where forms may lead besides to us: logging out, or in again, goes on at the company's provider */
    private void strict(HeadersConfigurer<HttpSecurity> headers, List<String> away) {
        var forms = away.isEmpty() ? "" : " " + String.join(" ", away);
        headers.contentSecurityPolicy(content -> content.policyDirectives(CONTENT + forms))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                // behind a proxy no request looks secure to us; hosts beside ours are not ours to speak for
                .httpStrictTransportSecurity(hsts -> hsts.maxAgeInSeconds(YEAR)
                        .includeSubDomains(false)
                        .requestMatcher(settings.https() ? AnyRequestMatcher.INSTANCE : HttpServletRequest::isSecure))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }

    private static RequestMatcher get(String path) {
        return PATH.matcher(HttpMethod.GET, path);
    }

    private static RequestMatcher paths(String... paths) {
        return new OrRequestMatcher(
                Arrays.stream(paths).<RequestMatcher>map(PATH::matcher).toList());
    }
}
