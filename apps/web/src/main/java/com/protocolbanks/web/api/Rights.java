package com.protocolbanks.web.api;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import org.springframework.http.HttpStatus;

/** Asks for a caller's right before a face is called. */
public final class Rights {
    private Rights() {}

    /**
     * Lets nobody go on without the permission.
     *
     * @throws RefusedRequest without it
     */
    public static void require(Caller caller, Permission permission) {
        if (!caller.may(permission)) {
            throw new RefusedRequest(Problem.of(HttpStatus.FORBIDDEN, "forbidden", permission.name()));
        }
    }

    /** What is said of anything that is not there, or belongs to somebody else. */
    public static RefusedRequest absent() {
        return new RefusedRequest(Problem.of(HttpStatus.NOT_FOUND, "not_found"));
    }
}
