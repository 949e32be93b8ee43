package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Sessions;
import com.protocolbanks.identity.siwe.SiweSite;
import com.protocolbanks.web.language.Language;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.screens.Screens;
import com.protocolbanks.web.security.SessionCookie;
import com.protocolbanks.web.visitor.SignedIn;
import com.protocolbanks.web.visitor.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Coming in, going out, and the language switch. */
@Controller
class SignInPages {
    private static final Duration CHOICE_LASTS = Duration.ofDays(365);

    private final Screens screens;
    private final SiweSite siwe;
    private final Site site;
    private final Sessions sessions;
    private final SessionCookie cookie;

    SignInPages(Screens screens, SiweSite siwe, Site site, Sessions sessions, SessionCookie cookie) {
        this.screens = screens;
        this.siwe = siwe;
        this.site = site;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    @GetMapping("/sign-in")
    Object signIn(@RequestParam(defaultValue = "/") String next, HttpServletRequest request) {
        return SignedIn.callerOf(request).isPresent()
                ? "redirect:/"
                : screens.page(
                        request,
                        "sign-in/wallet",
                        Map.of(
                                "next", local(next),
                                "domain", siwe.domain(),
                                "uri", siwe.publicUrl().toString(),
                                "chainId", siwe.chainId().value()));
    }

    /** A one-time link: the token stands behind the #, which browsers keep from servers and logs. */
    @GetMapping("/sign-in/link")
    ModelAndView link(HttpServletRequest request) {
        return screens.page(request, "sign-in/link", Map.of());
    }

    @PostMapping("/sign-out")
    String signOut(HttpServletRequest request, HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::revoke);
        cookie.remove(response);
        return "redirect:/sign-in";
    }

    @PostMapping("/language")
    String language(
            @RequestParam String to, @RequestParam(defaultValue = "/") String back, HttpServletResponse response) {
        Language.of(to)
                .ifPresent(language -> response.addHeader(
                        HttpHeaders.SET_COOKIE,
                        ResponseCookie.from(Languages.COOKIE, language.code())
                                .httpOnly(true)
                                .secure(site.encrypted())
                                .sameSite("Lax")
                                .path("/")
                                .maxAge(CHOICE_LASTS)
                                .build()
                                .toString()));
        return "redirect:" + local(back);
    }

    /** Only places on this server, so that nobody is led away by a link to us. */
    private static String local(String path) {
        return path.startsWith("/") && !path.startsWith("//") && !path.contains("\\") ? path : "/";
    }
}
