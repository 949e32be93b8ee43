package com.protocolbanks.sdk;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.sdk.Funds.Room;
import com.protocolbanks.sdk.Funds.Unfunded;
import com.protocolbanks.sdk.Gateway.Refusal;
import com.protocolbanks.sdk.receipts.Finding;
import com.protocolbanks.sdk.receipts.ReceiptLedger;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * Pays a gateway for requests out of one channel, many at a time under one voucher, and checks each receipt. For many
 * threads; each call blocks its (virtual) thread.
 *
 * <p>A request that is repeated has the same id and is charged once. Nothing is signed beyond {@link WindowSize#exposure}
 * above what checked receipts explain, and nothing at all after a finding.
 */
public final class Agent {
    private static final int RETRIES = 4;
    private static final int RAISES = 64;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Set<Integer> WAIT_STATUS = Set.of(409, 429, 503);

    private final Gateway gateway;
    private final Funds funds;
    private final ReceiptLedger ledger;
    private final AgentSettings settings;
    private final Hash32 channelId;

    private Agent(Gateway gateway, Payments payments, ReceiptLedger ledger, AgentSettings settings) {
        this.gateway = gateway;
        this.funds = new Funds(gateway, payments, ledger, settings);
        this.ledger = ledger;
        this.settings = settings;
        this.channelId = payments.channelId();
    }

    /** What became of opening a session. */
    public sealed interface Opening {
        record Opened(Agent agent) implements Opening {}

        record NotOpened(Paid reason) implements Opening {}
    }

    /** Asks the gateway for its terms and opens a session on the key's channel, funding it first when it must. */
    public static Opening open(AgentSettings settings) {
        var gateway = new Gateway(settings.surroundings().http(), settings.gateway(), settings.patience());
        try {
            var terms = gateway.terms().accepts().getFirst();
            var payments = new Payments(terms, settings.payer());
            var ledger = new ReceiptLedger(
                    new HeadDomain(terms.chain(), SettlementDomain.CANONICAL),
                    settings.signers(),
                    settings.resume().orElseGet(() -> ReceiptChain.beginning(payments.channelId())));
            var agent = new Agent(gateway, payments, ledger, settings);
            agent.funds.session();
            return new Opening.Opened(agent);
        } catch (Unfunded e) {
            return new Opening.NotOpened(e.outcome());
        } catch (Refusal e) {
            return new Opening.NotOpened(new Paid.Refused(e.code()));
        } catch (IOException e) {
            return new Opening.NotOpened(new Paid.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    public Hash32 channelId() {
        return channelId;
    }

    /** What checked receipts sum to; kept by the caller, it lets a later agent go on from here. */
    public ReceiptChain proven() {
        return ledger.verified();
    }

    /** What a gateway gone bad could claim beyond what receipts explain. */
    public BigInteger exposure() {
        return funds.signed().subtract(ledger.verified().spent());
    }

    /**
     * What is left of limit and channel, as the gateway says.
     *
     * @throws IOException when it says nothing
     */
    public SessionState left() throws IOException {
        try {
            return gateway.state(funds.session().token());
        } catch (Refusal | Unfunded e) {
            throw new IOException(e);
        }
    }

    /**
     * Fetches the receipts not seen yet and the newest head, and returns everything found wrong so far.
     *
     * @throws IOException when the gateway shows nothing
     */
    public List<Finding> audit() throws IOException {
        try {
            String token = funds.session().token();
            gateway.receipts(token, ledger);
            ledger.head(gateway.head(token, channelId));
        } catch (Refusal | Unfunded e) {
            throw new IOException(e);
        }
        var all = new ArrayList<>(ledger.findings());
        all.addAll(ledger.gaps());
        return all;
    }

    /** Sends and pays; repeats with the same id when no answer came or the gateway asked to wait. */
    public Paid send(AgentRequest request) {
        ledger.asked(request.id(), WindowSignature.sha256(request.body()));
        funds.begin();
        try {
            var answer = paid(request);
            return new Paid.Answered(answer.statusCode(), answer.headers(), answer.body());
        } catch (Unfunded e) {
            return e.outcome();
        } catch (Refusal e) {
            return new Paid.Refused(e.code());
        } catch (IOException e) {
            return new Paid.Unreachable(String.valueOf(e.getMessage()));
        } finally {
            funds.end();
        }
    }

    private HttpResponse<byte[]> paid(AgentRequest request) throws IOException, Refusal, Unfunded {
        int failures = 0;
        int raises = 0;
        while (true) {
            var session = funds.session();
            BigInteger signed = funds.signed();
            HttpResponse<byte[]> answer;
            try {
                answer = once(request, session);
            } catch (IOException e) {
                if (++failures > RETRIES || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(FIRST_PAUSE.multipliedBy(1L << failures));
                continue;
            }
            int status = answer.statusCode();
            if (status == 402 && raises++ < RAISES) {
                var required = Gateway.required(answer).accepts().getFirst();
                if (funds.makeRoom(required, signed) == Room.NOT_OURS) {
                    return answer;
                }
            } else if (status == 401 && failures++ < RETRIES) {
                funds.forget(session);
            } else if (WAIT_STATUS.contains(status) && failures++ < RETRIES) {
                pause(wished(answer, failures));
            } else {
                return answer;
            }
        }
    }

    private HttpResponse<byte[]> once(AgentRequest request, SessionGrant session) throws IOException {
        var headers = new LinkedHashMap<>(request.headers());
        headers.putAll(WindowSignature.headers(
                session, request, settings.surroundings().clock().instant()));
        var answer = gateway.send(request.method(), request.path(), headers, request.body());
        if (AnswerReading.isOfPayment(answer)) {
            AnswerReading.of(answer).show(request, ledger);
        }
        return answer;
    }

    private static Duration wished(HttpResponse<byte[]> answer, int failures) {
        Duration wished = answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(FIRST_PAUSE.multipliedBy(1L << failures));
        return wished.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wished;
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
