package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.APPROVALS;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.payroll.Batch;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Stored approvals. */
final class ApprovalRows {
    private ApprovalRows() {}

    /** The approvals of these requests, the earliest first. */
    static List<GivenApproval> of(DSLContext dsl, Collection<ApprovalRequest> requests) {
        var ids = requests.stream().map(ApprovalRequest::id).toArray(UUID[]::new);
        return dsl.selectFrom(APPROVALS)
                .where(APPROVALS.REQUEST_ID.eq(DSL.any(ids)))
                .orderBy(APPROVALS.CREATED_AT, APPROVALS.ID)
                .fetch(row -> new GivenApproval(
                        row.getRequestId(),
                        row.getMemberId(),
                        Address.of(row.getSigner()),
                        Signature.of(row.getSignature()),
                        row.getCreatedAt().toInstant()));
    }

    /** Stores an approval; false when that signer has signed this request before. */
    static boolean insert(DSLContext dsl, Batch batch, UUID id, GivenApproval approval) {
        return dsl.insertInto(APPROVALS)
                        .set(APPROVALS.ID, id)
                        .set(APPROVALS.ORG_ID, batch.orgId())
                        .set(APPROVALS.REQUEST_ID, approval.requestId())
                        .set(APPROVALS.BATCH_ID, batch.id())
                        .set(APPROVALS.MAKER_ID, batch.createdBy())
                        .set(APPROVALS.MEMBER_ID, approval.memberId())
                        .set(APPROVALS.SIGNER, approval.signer().lower())
                        .set(APPROVALS.SIGNATURE, approval.signature().bytes())
                        .set(APPROVALS.CREATED_AT, approval.at().atOffset(ZoneOffset.UTC))
                        .onConflict(APPROVALS.REQUEST_ID, APPROVALS.SIGNER)
                        .doNothing()
                        .execute()
                == 1;
    }
}
