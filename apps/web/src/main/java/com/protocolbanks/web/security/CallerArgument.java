package com.protocolbanks.web.security;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.web.visitor.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives a controller its {@link Caller}; without one the request ends as 401, or at the sign-in page. */
@Component
class CallerArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        var request = web.getNativeRequest(HttpServletRequest.class);
        return Optional.ofNullable(request)
                .flatMap(SignedIn::callerOf)
                .orElseThrow(() -> new RefusedRequest(Problem.of(HttpStatus.UNAUTHORIZED, "unauthenticated")));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }
}
