package com.protocolbanks.web.visitor;

import java.net.URI;
import java.util.List;

/**
 * Where the pages live and what belongs to them.
 *
 * @param url the address people open
 * @param scripts modules a surrounding program adds to each page
 * @param connectSources origins those modules may call besides this server
 */
public record Site(URI url, List<String> scripts, List<String> connectSources) {
    public Site {
        scripts = List.copyOf(scripts);
        connectSources = List.copyOf(connectSources);
    }

    public boolean encrypted() {
        return "https".equals(url.getScheme());
    }

    /** Scheme, host and port as a browser names itself in {@code Origin}. */
    public String origin() {
        return url.getScheme() + "://" + url.getAuthority();
    }
}
