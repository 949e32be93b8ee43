package com.protocolbanks.web.signin;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.identity.Sessions;
import com.protocolbanks.identity.signin.Refusal;
import com.protocolbanks.identity.signin.SignIn;
import com.protocolbanks.identity.signin.SignInLinks;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.web.api.Given;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.web.security.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in and out. */
@RestController
@RequestMapping("/api/v1/auth")
class AuthApi {
    private final SignIn signIn;
    private final SignInLinks links;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final ProblemWriter problems;

    AuthApi(SignIn signIn, SignInLinks links, Sessions sessions, SessionCookie cookie, ProblemWriter problems) {
        this.signIn = signIn;
        this.links = links;
        this.sessions = sessions;
        this.cookie = cookie;
        this.problems = problems;
    }

    /** @param nonce for the next message, once */
    record NonceView(String nonce) {}

    /**
     * @param message the text that was signed (EIP-4361)
     * @param signature hex, as the wallet gave it
     * @param orgId which organization, for a wallet that belongs to several
     */
    record SiweBody(String message, String signature, Optional<UUID> orgId) {
        SiweBody {
            Given.field(message, "message");
            Given.field(signature, "signature");
        }

        /**
         * The signature's bytes.
         *
         * @throws RefusedRequest when it is no hex
         */
        byte[] signatureBytes() {
            try {
                return Bytes.parse(signature);
            } catch (IllegalArgumentException notHex) {
                throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "bad_request", "signature"));
            }
        }
    }

    record LinkBody(String token) {
        LinkBody {
            Given.field(token, "token");
        }
    }

    record SignedInView(UUID orgId, UUID memberId) {}

    @GetMapping("/nonce")
    ResponseEntity<Object> nonce(HttpServletRequest request) {
        return switch (signIn.nonce()) {
            case RedisReply.Answered<String>(var nonce) -> ResponseEntity.ok(new NonceView(nonce));
            case RedisReply.RedisUnavailable<String> _ -> unavailable(request);
        };
    }

    @PostMapping("/siwe")
    ResponseEntity<Object> siwe(@RequestBody SiweBody body, HttpServletRequest request, HttpServletResponse response) {
        return switch (signIn.siwe(body.message(), body.signatureBytes(), body.orgId())) {
            case SignIn.Result.SignedIn(var wallet, var membership, var all) ->
                begin(membership.orgId(), membership.memberId(), Optional.of(wallet), request, response);
            case SignIn.Result.Refused(var refusal, var detail) -> refused(request, refusal, detail);
        };
    }

    @PostMapping("/link")
    ResponseEntity<Object> link(@RequestBody LinkBody body, HttpServletRequest request, HttpServletResponse response) {
        return switch (links.follow(body.token())) {
            case SignInLinks.Result.SignedIn(var orgId, var memberId) ->
                begin(orgId, memberId, Optional.empty(), request, response);
            case SignInLinks.Result.Refused(var refusal) -> refused(request, refusal, refusal.words());
        };
    }

    @PostMapping("/logout")
    ResponseEntity<Void> logout(HttpServletRequest request, HttpServletResponse response) {
        cookie.read(request).ifPresent(sessions::revoke);
        cookie.remove(response);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<Object> begin(
            UUID orgId,
            UUID memberId,
            Optional<Address> wallet,
            HttpServletRequest request,
            HttpServletResponse response) {
        return switch (sessions.create(orgId, memberId, wallet)) {
            case Sessions.Found.Active(var id, var session) -> {
                cookie.write(response, id);
                yield ResponseEntity.ok(new SignedInView(orgId, memberId));
            }
            case Sessions.Found.Absent _ -> refused(request, Refusal.NOT_A_MEMBER, Refusal.NOT_A_MEMBER.words());
            case Sessions.Found.Unavailable _ -> unavailable(request);
        };
    }

    private ResponseEntity<Object> refused(HttpServletRequest request, Refusal refusal, String detail) {
        var status = refusal == Refusal.UNAVAILABLE ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.UNAUTHORIZED;
        return problems.answer(
                request, Problem.of(status, "sign_in_" + refusal.code(), detail.equals(refusal.words()) ? "" : detail));
    }

    private ResponseEntity<Object> unavailable(HttpServletRequest request) {
        return problems.answer(request, Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "sessions_unavailable"));
    }
}
