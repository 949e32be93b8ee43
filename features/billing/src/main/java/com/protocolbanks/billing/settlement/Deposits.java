package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.ChainRows;
import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.usage.AcceptedVouchers;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import com.protocolbanks.x402.contract.BatchSettlementEvent;
import com.protocolbanks.x402.contract.CollectorData;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings payers' deposits to the chain: what the gateways ask for in {@link UsageStream#DEPOSITS} is checked again, sent by
 * the operator, and answered when it is final.
 */
public final class Deposits implements AutoCloseable {
    /** What deposit transactions are called in sending. */
    public static final String SUBJECT_KIND = "channel_deposit";

    private static final Logger LOG = LoggerFactory.getLogger(Deposits.class);
    private static final Duration ABANDONED = Duration.ofSeconds(30);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final int AT_ONCE = 32;

    private final Settlements.Parts parts;
    private final ChannelReader reader;
    private final DepositTerms terms;
    private final JobStream requests;
    private final DepositAnswers answers;

    /** @param consumer this process's own name */
    public Deposits(
            Settlements.Parts parts, ChannelReader reader, DepositTerms terms, RedisConnection redis, String consumer) {
        this.parts = parts;
        this.reader = reader;
        this.terms = terms;
        this.requests = new JobStream(redis, UsageStream.DEPOSITS, UsageStream.DEPOSITS_GROUP, consumer);
        this.answers = new DepositAnswers(redis);
    }

    /** Waits a second for requests and stores them; true when there were any. One thread calls this. */
    public boolean take() {
        if (!(requests.claimAbandoned(ABANDONED, AT_ONCE) instanceof Answered<List<JobStream.Job>>(var abandoned))
                || !(requests.read(AT_ONCE, BLOCK) instanceof Answered<List<JobStream.Job>>(var fresh))) {
            return false;
        }
        abandoned.forEach(this::take);
        fresh.forEach(this::take);
        requests.finish(abandoned);
        requests.finish(fresh);
        return !abandoned.isEmpty() || !fresh.isEmpty();
    }

    private void take(JobStream.Job job) {
        String id = job.fields().getOrDefault("id", "");
        Optional<Payment.Deposit> deposit = read(job.fields());
        if (id.isEmpty() || deposit.isEmpty()) {
            LOG.error("a deposit request cannot be read: {}", job.id());
            answers.give(id, DepositRows.End.failed("malformed"));
            return;
        }
        var key =
                new KeyBook(parts.database()).byPublicKey(deposit.get().config().payerAuthorizer());
        if (key.isEmpty()) {
            answers.give(id, DepositRows.End.failed("key_unknown"));
            return;
        }
        Optional<DepositRows.End> known = parts.database().acrossOrganizations(dsl -> {
            var rows = new DepositRows(dsl, parts.clock().instant());
            var ended = rows.end(id);
            if (ended.isPresent() || rows.isOpen(id)) {
                return ended;
            }
            var refusal = terms.refusal(deposit.get(), key.get(), parts.clock().instant());
            if (refusal.isPresent()) {
                return refusal.map(DepositRows.End::failed);
            }
            rows.insert(parts.ids().get(), id, key.get(), deposit.get());
            return Optional.empty();
        });
        known.ifPresent(end -> answers.give(id, end));
    }

    private static Optional<Payment.Deposit> read(Map<String, String> fields) {
        try {
            return PaymentJson.read(JsonMapper.shared().readTree(fields.getOrDefault("payload", "")))
                            instanceof Payment.Deposit deposit
                    ? Optional.of(deposit)
                    : Optional.empty();
        } catch (JacksonException | MalformedPayment | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Sends what is stored and ends what has come to its end.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable while the chain is away; nothing is lost by it
     */
    public synchronized void round() {
        List<DepositRows.Open> open = parts.database()
                .acrossOrganizations(dsl -> new DepositRows(dsl, parts.clock().instant()).open());
        for (DepositRows.Open one : open) {
            switch (parts.sending().state(one.subject())) {
                case SubjectState.Unsent _ -> send(one, OptionalLong.empty());
                case SubjectState.InFlight _ -> {
                    // sending sees to it
                }
                case SubjectState.Succeeded(MinedAttempt attempt) -> succeeded(one, attempt);
                case SubjectState.Reverted(MinedAttempt attempt) ->
                    end(one, new DepositRows.End(Optional.of(attempt.hash()), null, Optional.of("deposit_reverted")));
                case SubjectState.Displaced displaced ->
                    // an authorization is used up by its deposit: whether it still passes is the answer
                    send(one, OptionalLong.of(displaced.consumedAtBlock()));
            }
        }
    }

    private void send(DepositRows.Open one, OptionalLong consumedAt) {
        Payment.Deposit deposit = one.deposit();
        byte[] call = BatchSettlementCalls.deposit(
                deposit.config(),
                deposit.amount(),
                terms.collector(deposit),
                CollectorData.of(deposit.authorization()));
        Address operator = terms.deployment().receiverAuthorizer();
        switch (parts.sending().rehearse(operator, parts.contract(), call)) {
            case GasAnswer.Estimated(long gas) -> {
                var request = SendRequest.of(one.subject(), operator, parts.contract(), call, gas + gas / 4);
                parts.sending().send(consumedAt.isPresent() ? request.provenAt(consumedAt.getAsLong()) : request);
            }
            case GasAnswer.Unavailable(String reason) -> LOG.warn("a deposit waits: {}", reason);
            case GasAnswer.Reverted(byte[] data) -> {
                BigInteger balance = balance(deposit.voucher().channelId());
                boolean isThere = consumedAt.isPresent() && balance.signum() > 0;
                end(
                        one,
                        isThere
                                ? new DepositRows.End(Optional.empty(), balance, Optional.empty())
                                : DepositRows.End.failed(
                                        BatchSettlementCalls.ERRORS.read(data).words()));
            }
        }
    }

    private void succeeded(DepositRows.Open one, MinedAttempt attempt) {
        Receipt receipt = parts.sending().receipts(List.of(attempt.hash())).get(attempt.hash());
        if (receipt == null) {
            return;
        }
        Hash32 channel = one.deposit().voucher().channelId();
        Optional<BigInteger> balance = receipt.logs().stream()
                .filter(log -> log.address().equals(parts.contract()))
                .flatMap(log -> BatchSettlementEvent.of(log).stream())
                .filter(event -> event instanceof BatchSettlementEvent.Deposited deposited
                        && deposited.channelId().equals(channel))
                .map(event -> ((BatchSettlementEvent.Deposited) event).newBalance())
                .findFirst();
        end(
                one,
                new DepositRows.End(
                        Optional.of(attempt.hash()),
                        balance.orElse(null),
                        balance.isPresent() ? Optional.empty() : Optional.of("deposit_without_event")));
    }

    private void end(DepositRows.Open one, DepositRows.End end) {
        Hash32 channel = one.deposit().voucher().channelId();
        var chain = end.isFinal() ? reader.read(List.of(channel)) : Map.<Hash32, ChainChannel>of();
        parts.database().acrossOrganizations(dsl -> {
            if (end.isFinal()) {
                AcceptedVouchers.store(dsl, parts.clock(), one.deposit());
                new ChainRows(dsl).store(chain);
            }
            new DepositRows(dsl, parts.clock().instant()).close(one.id(), end);
            return true;
        });
        answers.give(one.requestId(), end);
    }

    private BigInteger balance(Hash32 channel) {
        return reader.read(List.of(channel)).values().iterator().next().balance();
    }

    @Override
    public void close() {
        requests.close();
    }
}
