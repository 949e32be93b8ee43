package com.protocolbanks.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/** Turns what no controller handled into a problem; inner details go to the log, never to the caller. */
@ControllerAdvice
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter problems;

    ProblemAdvice(ProblemWriter problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    void refused(RefusedRequest refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.write(request, response, refused.problem());
    }

    @ExceptionHandler
    void tooLarge(MaxUploadSizeExceededException fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problems.write(request, response, Problem.of(HttpStatus.CONTENT_TOO_LARGE, "too_large"));
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problems.write(request, response, Problem.of(HttpStatus.BAD_REQUEST, "bad_request"));
    }

    /** A part of the address or a parameter that is no id, number or word of its list. */
    @ExceptionHandler
    void mistyped(TypeMismatchException fault, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        problems.write(request, response, Problem.of(HttpStatus.BAD_REQUEST, "bad_request"));
    }

    @ExceptionHandler
    void other(Exception fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (fault instanceof ErrorResponse known) {
            problems.write(
                    request, response, Problem.of(statusOf(known.getStatusCode()), codeOf(known.getStatusCode())));
            return;
        }
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), fault);
        problems.write(request, response, Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal"));
    }

    private static HttpStatus statusOf(HttpStatusCode code) {
        var status = HttpStatus.resolve(code.value());
        return status == null ? HttpStatus.BAD_REQUEST : status;
    }

    private static String codeOf(HttpStatusCode code) {
        return switch (code.value()) {
            case 404, 405 -> "not_found";
            case 413 -> "too_large";
            case 415 -> "media_type";
            default -> code.is5xxServerError() ? "internal" : "bad_request";
        };
    }
}
