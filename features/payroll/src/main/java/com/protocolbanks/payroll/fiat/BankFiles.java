package com.protocolbanks.payroll.fiat;

import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutLegsRecord;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.approval.ApprovalRequest;
import com.protocolbanks.payroll.approval.ApprovedRuns;
import com.protocolbanks.payroll.bank.BankDigest;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.signing.BankLeaf;
import com.protocolbanks.payroll.signing.MerkleTree;
import com.protocolbanks.payroll.splits.Rail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Gives out the bank file of an approved run, at every download only from rows that hash to the signed root.
 *
 * <p>The first download is written down: what has left the house is not called off or edited, only the bank ends it.
 */
public final class BankFiles {
    private final Database database;
    private final ApprovedRuns runs;
    private final BankVault vault;
    private final FiatRail rail;
    private final Issuer issuer;

    public BankFiles(Database database, ApprovedRuns runs, BankVault vault, FiatRail rail, Issuer issuer) {
        this.issuer = issuer;
        this.database = database;
        this.runs = runs;
        this.vault = vault;
        this.rail = rail;
    }

    /** What a download comes to. */
    public sealed interface Download {
        record Ready(FiatRail.Instruction file) implements Download {}

        /** The batch has nothing for the bank, is not approved as a whole, was called off, or does not exist. */
        record NothingApproved() implements Download {}

        /** The organization has not said from which account its bank pays. */
        record NoDebtorAccount() implements Download {}

        /** Stored details are not the signed ones: nothing may be paid from them. */
        record Mismatch() implements Download {}
    }

    public Download download(UUID orgId, UUID batchId) {
        var approved = runs.bankRequest(orgId, batchId);
        if (approved.isEmpty()) {
            return new Download.NothingApproved();
        }
        return database.inOrganization(orgId, dsl -> {
            var debtor = Debtors.find(dsl, orgId);
            return debtor.isEmpty()
                    ? new Download.NoDebtorAccount()
                    : order(dsl, orgId, approved.get(), debtor.get())
                            .map(order -> given(dsl, orgId, order))
                            .orElseGet(Download.Mismatch::new);
        });
    }

    /** Gives the file out unless the batch, whose row is locked for it, still has to be approved or was called off before. */
    private Download given(DSLContext dsl, UUID orgId, BankOrder order) {
        var given = dsl.fetchOptional("""
                update payout_batches set bank_file_at = coalesce(bank_file_at, ?::timestamptz)
                where org_id = ? and id = ? and run = ? and stage <> 'AWAITING_APPROVAL' and status <> 'FAILED'
                  and (cancel_requested_at is null or bank_file_at is not null)
                returning id
                """, issuer.now(), orgId, order.batchId(), order.run());
        return given.isPresent() ? new Download.Ready(rail.instruction(order)) : new Download.NothingApproved();
    }

    /** The order, if it hashes to what was signed. */
    private Optional<BankOrder> order(DSLContext dsl, UUID orgId, ApprovalRequest request, BankOrder.Debtor debtor) {
        var asset = new Asset(request.asset(), request.decimals(), request.asset());
        var drawer = vault.open(dsl, orgId);
        List<BankOrder.Payment> payments = new ArrayList<>();
        List<Hash32> leaves = new ArrayList<>();
        var total = Amount.zero(asset);
        for (PayoutLegsRecord leg : dsl.selectFrom(PAYOUT_LEGS)
                .where(
                        PAYOUT_LEGS.BATCH_ID.eq(request.batchId()),
                        PAYOUT_LEGS.RAIL.eq(Rail.FIAT.name()),
                        PAYOUT_LEGS.RUN.eq(request.run()))
                .orderBy(PAYOUT_LEGS.ROW_NUMBER)
                .fetch()) {
            var details = drawer.open(leg.getBankDetails());
            var amount = new Amount(asset, leg.getUnits());
            leaves.add(BankLeaf.of(leg.getItemId(), BankDigest.of(details), amount.units()));
            payments.add(new BankOrder.Payment(leg.getId(), details, amount));
            total = total.plus(amount);
        }
        boolean same = !leaves.isEmpty()
                && leaves.size() == request.terms().count()
                && total.units().equals(request.terms().totalUnits())
                && MerkleTree.of(leaves).root().equals(request.terms().root());
        return same
                ? Optional.of(new BankOrder(
                        request.batchId(), request.run(), request.window().after(), debtor, total, payments))
                : Optional.empty();
    }
}
