package com.protocolbanks.web;

import java.util.List;

/** The pages cannot be served as told; each finding is one sentence for the person who starts the process. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(List<String> findings) {
        super(String.join("\n", findings));
    }

    StartRefused(String finding) {
        this(List.of(finding));
    }
}
