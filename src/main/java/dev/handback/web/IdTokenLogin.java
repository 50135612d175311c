package dev.handback.web;

import dev.handback.people.CompanyLogin;
import dev.handback.people.CompanyLogin.Asked;
import dev.handback.people.LoginRefused;
import dev.handback.people.LoginRefused.Why;
import dev.handback.people.OidcSettings;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Takes to the provider the code that a browser brought, reads the ID token, and asks who that is here. No bean: beside a
 * second one Spring Security would use neither this nor the one for passwords.
 */
class IdTokenLogin implements AuthenticationProvider {
    private final CompanyLogin logins;
    private final OidcAuthorizationCodeAuthenticationProvider codes;

    IdTokenLogin(CompanyProvider provider, CompanyLogin logins) {
        this.logins = logins;
        this.codes = codes(provider.settings(), provider.http());
    }

    private static OidcAuthorizationCodeAuthenticationProvider codes(
            OidcSettings settings, ClientHttpRequestFactory http) {
        var tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(RestClient.builder()
                .requestFactory(http)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        var more = new DefaultOAuth2UserService();
        more.setRestOperations(new RestTemplate(http));
        var users = new OidcUserService();
        users.setOauth2UserService(more);
        users.setRetrieveUserInfo(asked -> lacks(asked, settings));
        var codes = new OidcAuthorizationCodeAuthenticationProvider(tokens, users);
        codes.setJwtDecoderFactory(new IdTokens(settings, http));
        return codes;
    }

    /** Some providers tell groups or address only there. */
    private static boolean lacks(OidcUserRequest asked, OidcSettings settings) {
        var offered = asked.getClientRegistration()
                .getProviderDetails()
                .getUserInfoEndpoint()
                .getUri();
        var told = asked.getIdToken();
        return offered != null && !(told.hasClaim(settings.groupsClaim()) && told.hasClaim("email"));
    }

    @Override
    public Authentication authenticate(Authentication way) {
        var code = (OAuth2LoginAuthenticationToken) way;
        var exchange = code.getAuthorizationExchange();
        if (exchange.getAuthorizationResponse().statusError()) {
            throw new LoginRefused(Why.BY_PROVIDER, "the provider sent somebody back without a code");
        }
        var good = (OAuth2LoginAuthenticationToken) codes.authenticate(code);
        if (good == null || !(good.getPrincipal() instanceof OidcUser user)) {
            throw new LoginRefused(Why.INVALID, "no ID token");
        }
        var asked = (Asked) exchange.getAuthorizationRequest().getAttribute(CompanyDoor.ASKED);
        var login = logins.admit(user, asked);
        var admitted = new OAuth2LoginAuthenticationToken(
                code.getClientRegistration(),
                exchange,
                login.getPrincipal(),
                login.getAuthorities(),
                good.getAccessToken());
        admitted.setDetails(login);
        return admitted;
    }

    @Override
    public boolean supports(Class<?> type) {
        return OAuth2LoginAuthenticationToken.class.isAssignableFrom(type);
    }
}
