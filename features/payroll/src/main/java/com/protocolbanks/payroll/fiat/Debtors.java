package com.protocolbanks.payroll.fiat;

import static com.protocolbanks.database.generated.Tables.DEBTOR_ACCOUNTS;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.Issuer;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** The accounts from which organizations' banks pay. */
public final class Debtors {
    private final Database database;
    private final Issuer issuer;

    public Debtors(Database database, Issuer issuer) {
        this.database = database;
        this.issuer = issuer;
    }

    public Optional<BankOrder.Debtor> find(UUID orgId) {
        return database.inOrganization(orgId, dsl -> find(dsl, orgId));
    }

    static Optional<BankOrder.Debtor> find(DSLContext dsl, UUID orgId) {
        return dsl.selectFrom(DEBTOR_ACCOUNTS)
                .where(DEBTOR_ACCOUNTS.ORG_ID.eq(orgId))
                .fetchOptional(row -> new BankOrder.Debtor(row.getName(), row.getAccount(), row.getAgent()));
    }

    /** Sets the account; who may is asked before: {@link com.protocolbanks.identity.Permission#SETTINGS_WRITE}. */
    public void set(Caller caller, BankOrder.Debtor debtor) {
        database.runInOrganization(caller.orgId(), dsl -> {
            var row = dsl.newRecord(DEBTOR_ACCOUNTS);
            row.setOrgId(caller.orgId());
            row.setName(debtor.name());
            row.setAccount(debtor.account());
            row.setAgent(debtor.agent());
            row.setSetBy(caller.memberId());
            row.setSetAt(issuer.now());
            dsl.insertInto(DEBTOR_ACCOUNTS)
                    .set(row)
                    .onConflict(DEBTOR_ACCOUNTS.ORG_ID)
                    .doUpdate()
                    .set(row)
                    .execute();
        });
    }
}
