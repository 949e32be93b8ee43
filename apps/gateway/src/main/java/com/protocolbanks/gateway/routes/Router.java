package com.protocolbanks.gateway.routes;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds who answers a request; nobody is the usual case for what is not priced. */
public final class Router implements Handler {
    private final List<Place> places = new ArrayList<>();

    private record Place(Set<String> methods, String path, boolean below, Dialect dialect, Handler handler) {
        boolean matches(String asked) {
            return below ? asked.startsWith(path) && asked.length() > path.length() : asked.equals(path);
        }
    }

    /** Exactly this path. */
    public Router at(Set<String> methods, String path, Dialect dialect, Handler handler) {
        places.add(new Place(methods, path, false, dialect, handler));
        return this;
    }

    /** All paths that begin with this one and go on. */
    public Router below(Set<String> methods, String path, Dialect dialect, Handler handler) {
        places.add(new Place(methods, path, true, dialect, handler));
        return this;
    }

    @Override
    public void handle(Exchange exchange) {
        var path = exchange.request().path();
        var found = places.stream().filter(place -> place.matches(path)).findFirst();
        if (found.isEmpty()) {
            exchange.answer(Dialect.PLAIN.answer(Problem.notFound()));
            return;
        }
        var place = found.get();
        if (!place.methods().contains(exchange.request().method())) {
            exchange.answer(place.dialect()
                    .answer(new Problem(405, "bad_request", "This method is not served at this address.")
                            .with(
                                    "allow",
                                    String.join(
                                            ", ",
                                            place.methods().stream().sorted().toList()))));
            return;
        }
        place.handler().handle(exchange);
    }
}
