package com.protocolbanks.payroll.tokens;

import static com.protocolbanks.database.generated.Tables.TOKENS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.TokensRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.money.Asset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** The tokens of organizations. */
public final class Tokens {
    private final Database database;

    public Tokens(Database database) {
        this.database = database;
    }

    /** All of an organization's, by symbol. */
    public List<Token> list(UUID orgId) {
        return database.inOrganization(orgId, dsl -> list(dsl, orgId));
    }

    /** {@link #list(UUID)} within the caller's transaction. */
    public static List<Token> list(DSLContext dsl, UUID orgId) {
        return dsl.selectFrom(TOKENS)
                .where(TOKENS.ORG_ID.eq(orgId))
                .orderBy(TOKENS.SYMBOL)
                .fetch(Tokens::token);
    }

    /** The token of that upper-case symbol. */
    public static Optional<Token> find(DSLContext dsl, UUID orgId, String symbol) {
        return dsl.selectFrom(TOKENS)
                .where(TOKENS.ORG_ID.eq(orgId), TOKENS.SYMBOL.eq(symbol))
                .fetchOptional(Tokens::token);
    }

    /** Adds a token, or sets whether an existing one counts at par; contract and decimals of a symbol never change. */
    public void enable(UUID orgId, Token token) {
        database.runInOrganization(
                orgId,
                dsl -> dsl.insertInto(TOKENS)
                        .set(TOKENS.ORG_ID, orgId)
                        .set(TOKENS.SYMBOL, token.asset().symbol())
                        .set(TOKENS.TOKEN_ADDRESS, token.address().lower())
                        .set(TOKENS.DECIMALS, token.asset().decimals())
                        .set(TOKENS.UNIT, token.asset().unit())
                        .set(TOKENS.AT_PAR, token.atPar())
                        .onConflict(TOKENS.ORG_ID, TOKENS.SYMBOL)
                        .doUpdate()
                        .set(TOKENS.AT_PAR, token.atPar())
                        .execute());
    }

    private static Token token(TokensRecord row) {
        return new Token(
                new Asset(row.getSymbol(), row.getDecimals(), row.getUnit()),
                Address.of(row.getTokenAddress()),
                row.getAtPar());
    }
}
