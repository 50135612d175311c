package dev.handback.web;

import dev.handback.people.LoginByCompany;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;

/** Our session has ended; whoever came from the company's provider goes on there, where it offers to end its own. */
class CompanyLogout implements LogoutSuccessHandler {
    private final CompanyProvider provider;

    CompanyLogout(CompanyProvider provider) {
        this.provider = provider;
    }

    @Override
    public void onLogoutSuccess(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication person)
            throws IOException {
        var here = request.getContextPath() + "/login?logout";
        response.sendRedirect(
                person instanceof LoginByCompany ? provider.logout().orElse(here) : here);
    }
}
