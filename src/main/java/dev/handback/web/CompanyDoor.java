package dev.handback.web;

import dev.handback.people.CompanyLogin;
import dev.handback.people.LoginByCompany;
import dev.handback.people.LoginRefused;
import dev.handback.people.LoginRefused.Why;
import dev.handback.people.SigningAct;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizationRequestRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.authentication.session.CompositeSessionAuthenticationStrategy;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/**
 * The way to the company's provider and back: code flow with PKCE, state and nonce, at a fixed address. What the provider
 * gives us is looked at and forgotten; the session keeps who it is.
 */
@Component
class CompanyDoor {
    static final String ASKED = "handback.asked";
    private static final String THERE = "/oauth2/authorization";
    private static final int LONGEST = 400;
    private static final Logger log = LoggerFactory.getLogger(CompanyDoor.class);

    private final CompanyProvider provider;
    private final CompanyLogin logins;
    private final HttpSessionOAuth2AuthorizationRequestRepository waysThere =
            new HttpSessionOAuth2AuthorizationRequestRepository();
    private final DefaultOAuth2AuthorizationRequestResolver requests;

    CompanyDoor(CompanyProvider provider, CompanyLogin logins) {
        this.provider = provider;
        this.logins = logins;
        this.requests = new DefaultOAuth2AuthorizationRequestResolver(provider, THERE);
        requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    }

    /** Adds it to a chain; without a provider in the settings there is no door. */
    void into(HttpSecurity http) {
        if (provider.settings().on()) {
            http.addFilterBefore(wayThere(), UsernamePasswordAuthenticationFilter.class);
            http.addFilterBefore(wayBack(), UsernamePasswordAuthenticationFilter.class);
        }
    }

    /** Takes the provider's access tokens, where an audience is set: they log in for one request. */
    void intoRest(HttpSecurity http, AuthenticationEntryPoint otherwise) {
        if (provider.settings().takesAccessTokens()) {
            var filter = new BearerTokenAuthenticationFilter(new ProviderManager(new AccessTokens(provider, logins)));
            filter.setAuthenticationEntryPoint(otherwise);
            http.addFilterBefore(filter, BasicAuthenticationFilter.class);
        }
    }

    /** Sends somebody who is logged in to the provider once more, for this act; the answer is the address to go to. */
    String again(String person, SigningAct act, HttpServletRequest request, HttpServletResponse response) {
        var plain = requests.resolve(request, LoginByCompany.PROVIDER);
        var asked = OAuth2AuthorizationRequest.from(plain)
                .additionalParameters(more -> more.putAll(Map.of("prompt", "login", "max_age", "0")))
                .attributes(known -> known.put(ASKED, logins.ask(person, act)))
                .build();
        waysThere.saveAuthorizationRequest(asked, request, response);
        return asked.getAuthorizationRequestUri();
    }

    private OAuth2AuthorizationRequestRedirectFilter wayThere() {
        var filter = new OAuth2AuthorizationRequestRedirectFilter(requests);
        filter.setAuthorizationRequestRepository(waysThere);
        filter.setAuthenticationFailureHandler(CompanyDoor::refused);
        return filter;
    }

    private OAuth2LoginAuthenticationFilter wayBack() {
        var filter = new OAuth2LoginAuthenticationFilter(provider, new NoTokens(), CompanyProvider.WAY_BACK);
        filter.setAuthorizationRequestRepository(waysThere);
        filter.setAuthenticationManager(new ProviderManager(new IdTokenLogin(provider, logins)));
        filter.setAuthenticationResultConverter(token -> (LoginByCompany) token.getDetails());
        filter.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        filter.setSessionAuthenticationStrategy(new CompositeSessionAuthenticationStrategy(List.of(
                new ChangeSessionIdAuthenticationStrategy(),
                new CsrfAuthenticationStrategy(new HttpSessionCsrfTokenRepository()))));
        filter.setAuthenticationSuccessHandler(new BackToTheAct());
        filter.setAuthenticationFailureHandler(CompanyDoor::refused);
        return filter;
    }

    /** To the page that says why; who is logged in stays so. */
    static void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        var why = why(exception);
        log.info("company login refused why={} because={}", why, reasons(exception));
        response.sendRedirect(request.getContextPath() + "/login/refused?why=" + why.name());
    }

    private static Why why(Throwable exception) {
        if (exception instanceof LoginRefused refused) {
            return refused.why();
        }
        if (exception instanceof OAuth2AuthenticationException known) {
            return switch (known.getError().getErrorCode()) {
                case "authorization_request_not_found", "invalid_request", "invalid_state_parameter" -> Why.NOT_ASKED;
                case "invalid_token_response", "invalid_user_info_response" -> Why.UNREACHABLE;
                default -> Why.INVALID;
            };
        }
        var cause = exception.getCause();
        return cause == null || cause == exception ? Why.INVALID : why(cause);
    }

    /** Without line breaks, and short: parts of it may come from the other side. */
    private static String reasons(Throwable exception) {
        var reasons = new StringBuilder();
        for (Throwable e = exception; e != null && reasons.length() < LONGEST; e = e.getCause()) {
            reasons.append(reasons.isEmpty() ? "" : " <- ").append(e.getMessage());
        }
        return reasons.substring(0, Math.min(reasons.length(), LONGEST)).replaceAll("\\p{C}", "?");
    }

    /** To the page of the document it was for, where the proof waits; else where somebody wanted to go. */
    private static final class BackToTheAct extends SavedRequestAwareAuthenticationSuccessHandler {
        @Override
        public void onAuthenticationSuccess(
                HttpServletRequest request, HttpServletResponse response, Authentication authentication)
                throws IOException, ServletException {
            var act = authentication instanceof LoginByCompany login ? login.act() : null;
            if (act == null) {
                super.onAuthenticationSuccess(request, response, authentication);
                return;
            }
            var number = UriUtils.encodePathSegment(act.number(), StandardCharsets.UTF_8);
            var page =
                    switch (act.kind()) {
                        case CERTIFICATE -> "/certificates/" + number + "/sign";
                        case ORDER -> "/orders/" + number;
                    };
            response.sendRedirect(request.getContextPath() + page);
        }
    }

    /** Access tokens are of no use to us: they are kept nowhere. */
    private static final class NoTokens implements OAuth2AuthorizedClientRepository {
        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String provider, Authentication person, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication person,
                HttpServletRequest request,
                HttpServletResponse response) {
            // on purpose
        }

        @Override
        public void removeAuthorizedClient(
                String provider, Authentication person, HttpServletRequest request, HttpServletResponse response) {
            // there is none
        }
    }
}
