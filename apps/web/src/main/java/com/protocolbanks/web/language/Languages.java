package com.protocolbanks.web.language;

import com.protocolbanks.web.visitor.SignedIn;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Which language a request is answered in: the reader's choice, else the browser's, else the member's. */
@Component
public class Languages {
    /** Holds the reader's choice: {@code en} or {@code zh}. */
    public static final String COOKIE = "pb_language";

    public Language of(HttpServletRequest request) {
        return chosen(request)
                .orElseGet(() -> request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null
                        ? SignedIn.callerOf(request)
                                .map(caller -> Language.of(caller.locale()))
                                .orElse(Language.EN)
                        : Language.of(request.getLocale()));
    }

    private static Optional<Language> chosen(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .findFirst()
                        .flatMap(cookie -> Language.of(cookie.getValue()));
    }
}
