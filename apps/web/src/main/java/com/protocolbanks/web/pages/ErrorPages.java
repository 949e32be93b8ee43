package com.protocolbanks.web.pages;

import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** The last word on a request that failed: a page for people, problem+json for programs. */
@Controller
class ErrorPages implements ErrorController {
    private final Screens screens;
    private final ProblemWriter problems;

    ErrorPages(Screens screens, ProblemWriter problems) {
        this.screens = screens;
        this.problems = problems;
    }

    @RequestMapping("${spring.web.error.path:/error}")
    Object error(HttpServletRequest request) {
        var problem = problemOf(request);
        String asked = String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
        if (asked.startsWith("/api/")) {
            return problems.answer(request, problem);
        }
        ModelAndView page = screens.page(
                request,
                "error",
                Map.of(
                        "title",
                        problems.title(screens.pageOf(request).language(), problem),
                        "detail",
                        problem.detail()));
        page.setStatus(problem.status());
        return page;
    }

    private static Problem problemOf(HttpServletRequest request) {
        if (request.getAttribute(ProblemWriter.ATTRIBUTE) instanceof Problem problem) {
            return problem;
        }
        int code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 404;
        var status = HttpStatus.resolve(code);
        if (status == null || status.is5xxServerError()) {
            return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal");
        }
        return Problem.of(
                status,
                switch (status) {
                    case NOT_FOUND, METHOD_NOT_ALLOWED -> "not_found";
                    case FORBIDDEN -> "forbidden";
                    case UNAUTHORIZED -> "unauthenticated";
                    case CONTENT_TOO_LARGE -> "too_large";
                    default -> "bad_request";
                });
    }
}
