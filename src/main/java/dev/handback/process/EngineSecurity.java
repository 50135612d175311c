package dev.handback.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handback.people.CurrentRights;
import dev.handback.people.People;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who gets to Camunda's pages and their HTTP interface.
 *
 * <p>Paths are matched by {@link PathPatternRequestMatcher} alone: string patterns match inside a servlet and never see
 * Camunda's. CSRF and headers under /camunda are Camunda's own.
 */
@Configuration(proxyBeanMethods = false)
class EngineSecurity {
    private static final PathPatternRequestMatcher.Builder PATH = PathPatternRequestMatcher.withDefaults();

    @Bean
    @Order(1)
    SecurityFilterChain camunda(HttpSecurity http, EngineBodies bodies, ObjectMapper json, People people)
            throws Exception {
        var api = PATH.matcher("/camunda/api/**");
        var pages = new HttpSessionRequestCache();
        pages.setRequestMatcher(PATH.matcher(HttpMethod.GET, "/camunda/app/*/*/"));
        return http.securityMatcher(PATH.matcher("/camunda/**"))
                .csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(cache -> cache.requestCache(pages))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                                new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED), api)
                        .defaultAuthenticationEntryPointFor(
                                new LoginUrlAuthenticationEntryPoint("/login"), PATH.matcher("/camunda/**")))
                // Tasklist's own log-out would log nobody out
                .logout(logout -> logout.logoutRequestMatcher(
                                PATH.matcher(HttpMethod.POST, "/camunda/api/admin/auth/user/*/logout"))
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .addFilterBefore(new CurrentRights(people), AuthorizationFilter.class)
                .addFilterAfter(new EngineDoor(bodies, json), AuthorizationFilter.class)
                .build();
    }
}
