package com.protocolbanks.web.problem;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.protocolbanks.web.language.Language;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.language.Messages;
import com.protocolbanks.web.visitor.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Puts problems into words in the reader's language, as RFC 9457 says. */
@Component
public class ProblemWriter {
    /** Where a problem waits for the page that shows it to a person. */
    public static final String ATTRIBUTE = ProblemWriter.class.getName();

    private static final String RETRY_SECONDS = "1";

    private final Messages messages;
    private final Languages languages;
    private final Site site;
    private final JsonMapper json;

    ProblemWriter(Messages messages, Languages languages, Site site, JsonMapper json) {
        this.messages = messages;
        this.languages = languages;
        this.site = site;
        this.json = json;
    }

    /** The answer of a REST call. */
    public ResponseEntity<Object> answer(HttpServletRequest request, Problem problem) {
        var answer = ResponseEntity.status(problem.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (problem.code().equals("in_progress")) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        }
        return answer.body(body(request, problem));
    }

    /** Ends a request that never reached a controller. */
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        if (!request.getRequestURI().startsWith("/api/")) {
            if (problem.code().equals("unauthenticated") && request.getMethod().equals("GET")) {
                response.sendRedirect("/sign-in?next=" + URLEncoder.encode(request.getRequestURI(), UTF_8));
                return;
            }
            request.setAttribute(ATTRIBUTE, problem);
            response.sendError(problem.status().value());
            return;
        }
        byte[] body = json.writeValueAsBytes(body(request, problem));
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** The title in that language. */
    public String title(Language language, Problem problem) {
        return messages.find(language, "problem." + problem.code())
                .orElseGet(() -> problem.status().getReasonPhrase());
    }

    private Map<String, Object> body(HttpServletRequest request, Problem problem) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", site.origin() + "/problems/" + problem.code());
        body.put("title", title(languages.of(request), problem));
        body.put("status", problem.status().value());
        body.put("code", problem.code());
        if (!problem.detail().isEmpty()) {
            body.put("detail", problem.detail());
        }
        body.put("instance", request.getRequestURI());
        if (!problem.errors().isEmpty()) {
            body.put("errors", problem.errors());
        }
        body.putAll(problem.more());
        return body;
    }
}
