package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.ChainRows;
import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.x402.ClaimEntry;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import com.protocolbanks.x402.contract.VoucherClaim;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims on chain what receipts say was used, and has the receiver paid.
 *
 * <p>Doing it twice changes nothing: a channel's claimed total only grows, and the contract passes over what is claimed
 * already. So whatever became of a transaction, the channel's own state on chain is the answer.
 */
public final class Settlements {
    /** What settlement transactions are called in sending. */
    public static final String SUBJECT_KIND = "settlement";

    private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

    private final Parts parts;
    private final ChannelReader reader;
    private final SettlementSettings settings;
    private final ClaimSigner signer;
    private final SettlementLane lane;
    private final PayOuts payOuts;

    /**
     * What settling rests on.
     *
     * @param database opened with the worker's role
     * @param ids of new settlements
     */
    public record Parts(Database database, Sending sending, Address contract, Clock clock, Supplier<UUID> ids) {}

    public Settlements(Parts parts, ChannelReader reader, ClaimSigner signer, SettlementSettings settings) {
        this.parts = parts;
        this.reader = reader;
        this.signer = signer;
        this.settings = settings;
        this.lane = new SettlementLane(parts, signer.address());
        this.payOuts = new PayOuts(parts, reader, lane);
    }

    /**
     * Ends what has come to its end, then begins what is due.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable while the chain is away; nothing is lost by it
     */
    public synchronized void round() {
        round(false);
    }

    /** A round in which everything that is unclaimed is due, but for {@link SettlementSettings#dust}. */
    public synchronized void lastRound() {
        round(true);
    }

    private void round(boolean ending) {
        for (OpenSettlement open : open()) {
            follow(open);
        }
        claim(due(ending));
        parts.database.acrossOrganizations(dsl -> {
            rows(dsl).forgetWhatIsDone();
            return true;
        });
        payOuts.round(open());
    }

    private List<OpenSettlement> open() {
        return parts.database.acrossOrganizations(dsl -> rows(dsl).open());
    }

    private void follow(OpenSettlement open) {
        switch (parts.sending.state(open.subject())) {
            case SubjectState.Unsent _ -> sendAgain(open);
            case SubjectState.InFlight _ -> {
                // sending sees to it
            }
            case SubjectState.Succeeded(MinedAttempt attempt) -> ended(open, Optional.of(attempt), "");
            case SubjectState.Reverted(MinedAttempt attempt) -> ended(open, Optional.of(attempt), "reverted");
            case SubjectState.Displaced _ -> ended(open, Optional.empty(), "displaced");
        }
    }

    /** What the transaction came to is read from the chain, at its block or a later one. */
    private void ended(OpenSettlement open, Optional<MinedAttempt> attempt, String failure) {
        switch (open) {
            case OpenSettlement.PayOut _ -> {
                parts.database.acrossOrganizations(dsl -> {
                    rows(dsl).end(open.id(), failure.isEmpty(), attempt.orElse(null), failure);
                    return true;
                });
                payOuts.lookAgain();
            }
            case OpenSettlement.Claim claim -> {
                Map<Hash32, ChainChannel> now = reader.read(claim.rows().stream()
                        .map(row -> row.channel().channelId())
                        .toList());
                Set<Hash32> claimed = claim.rows().stream()
                        .filter(row -> isClaimed(row, now))
                        .map(row -> row.channel().channelId())
                        .collect(Collectors.toSet());
                parts.database.acrossOrganizations(dsl -> {
                    new ChainRows(dsl).store(now);
                    rows(dsl).endClaim(claim, claimed, attempt.orElse(null));
                    return true;
                });
                LOG.info(
                        "claimed from {} of {} channels",
                        claimed.size(),
                        claim.rows().size());
                payOuts.lookAgain();
            }
        }
    }

    private static boolean isClaimed(OpenSettlement.Row row, Map<Hash32, ChainChannel> now) {
        ChainChannel chain = now.get(row.channel().channelId());
        return chain != null && chain.claimed().compareTo(row.totalClaimed()) >= 0;
    }

    private List<DueChannel> due(boolean ending) {
        var wanted = new DueRows(settings, signer.address(), parts.clock.instant(), ending);
        List<DueRows.Due> found = parts.database.acrossOrganizations(wanted::all);
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Hash32, ChainChannel> now =
                reader.read(found.stream().map(one -> one.channel().channelId()).toList());
        parts.database.acrossOrganizations(dsl -> {
            new ChainRows(dsl).store(now);
            return true;
        });
        List<DueChannel> due = new ArrayList<>();
        for (DueRows.Due one : found) {
            ChainChannel chain = now.get(one.channel().channelId());
            if (chain != null) {
                due.add(DueChannel.of(one.channel(), one.reason(), chain));
            }
        }
        due.stream()
                .filter(DueChannel::isShort)
                .forEach(one -> LOG.error(
                        "channel {} used {} of which only {} can be claimed",
                        one.channel().channelId(),
                        one.channel().spent(),
                        one.total()));
        return due.stream().filter(DueChannel::isWorthwhile).toList();
    }

    private void claim(List<DueChannel> due) {
        for (int from = 0; from < due.size(); from += settings.rows()) {
            claimTogether(due.subList(from, Math.min(from + settings.rows(), due.size())));
        }
    }

    /** In one transaction if it passes; otherwise the halves by themselves, until the channel that is refused stands alone. */
    private void claimTogether(List<DueChannel> due) {
        byte[] call = call(due.stream().map(DueChannel::row).toList(), entries(due));
        switch (lane.rehearse(call)) {
            case GasAnswer.Estimated(long gas) -> begin(due, call, gas);
            case GasAnswer.Unavailable(String reason) -> LOG.warn("claims wait: {}", reason);
            case GasAnswer.Reverted(byte[] data) -> {
                if (due.size() > 1) {
                    claimTogether(due.subList(0, due.size() / 2));
                    claimTogether(due.subList(due.size() / 2, due.size()));
                } else {
                    refused(due, BatchSettlementCalls.ERRORS.read(data).words());
                }
            }
        }
    }

    private void begin(List<DueChannel> due, byte[] call, long gas) {
        UUID id = parts.ids.get();
        try {
            parts.database.acrossOrganizations(dsl -> {
                rows(dsl).insertClaim(id, due);
                return true;
            });
        } catch (IntegrityConstraintViolationException another) {
            LOG.info("another worker claims from these channels");
            return;
        }
        lane.send(id, call, gas);
    }

    private void refused(List<DueChannel> due, String failure) {
        LOG.error(
                "the claim from channel {} is refused: {}",
                due.getFirst().channel().channelId(),
                failure);
        UUID id = parts.ids.get();
        parts.database.acrossOrganizations(dsl -> {
            rows(dsl).insertClaim(id, due);
            rows(dsl).open().stream()
                    .filter(open -> open.id().equals(id))
                    .forEach(open -> rows(dsl).endClaim((OpenSettlement.Claim) open, Set.of(), null));
            rows(dsl).end(id, false, null, failure);
            return true;
        });
    }

    /** What was stored and, because of a crash or a full lane, not sent. */
    private void sendAgain(OpenSettlement open) {
        byte[] call = switch (open) {
            case OpenSettlement.PayOut one -> BatchSettlementCalls.settle(one.receiver(), one.token());
            case OpenSettlement.Claim claim ->
                call(
                        claim.rows().stream()
                                .map(OpenSettlement.Row::voucherClaim)
                                .toList(),
                        claim.rows().stream().map(OpenSettlement.Row::entry).toList());
        };
        switch (lane.rehearse(call)) {
            case GasAnswer.Estimated(long gas) -> lane.send(open.id(), call, gas);
            case GasAnswer.Unavailable(String reason) -> LOG.warn("a settlement waits: {}", reason);
            case GasAnswer.Reverted(byte[] data) ->
                ended(
                        open,
                        Optional.empty(),
                        BatchSettlementCalls.ERRORS.read(data).words());
        }
    }

    private byte[] call(List<VoucherClaim> rows, List<ClaimEntry> entries) {
        return BatchSettlementCalls.claimWithSignature(
                rows, signer.sign(entries).bytes());
    }

    private static List<ClaimEntry> entries(List<DueChannel> due) {
        return due.stream().map(DueChannel::entry).toList();
    }

    private SettlementRows rows(DSLContext dsl) {
        return new SettlementRows(dsl, parts.clock.instant());
    }
}
