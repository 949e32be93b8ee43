package com.protocolbanks.billing;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What of billing is deployed on a chain, from the contracts file: beside {@code chainId} and {@code operator}, {@code
 * batchSettlement}, {@code withdrawDelay}, {@code collectors} ({@code erc3009}, {@code permit2}, {@code allowance}) and
 * {@code billingTokens}, each {@code {"symbol", "address", "decimals", "name", "version"}}.
 *
 * @param domain chain and settlement contract
 * @param receiverAuthorizer who signs claims: the operator
 * @param withdrawDelay seconds every channel must have
 * @param tokens what session keys may spend
 */
public record BillingDeployment(
        SettlementDomain domain,
        Address receiverAuthorizer,
        int withdrawDelay,
        Collectors collectors,
        List<BillingToken> tokens) {
    /** A day. */
    private static final int WITHDRAW_DELAY = 86_400;

    public BillingDeployment {
        tokens = List.copyOf(tokens);
        if (withdrawDelay < ChannelConfig.MIN_WITHDRAW_DELAY || withdrawDelay > ChannelConfig.MAX_WITHDRAW_DELAY) {
            throw new IllegalArgumentException("withdrawDelay " + withdrawDelay + " is not one a channel can have");
        }
    }

    /** How deposits come in; one that is not deployed is the zero address. */
    public record Collectors(Address erc3009, Address permit2, Address allowance) {}

    /**
     * Reads the contracts file; empty when it names no settlement contract, and then there is no billing.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    public static Optional<BillingDeployment> of(JsonNode contracts) {
        JsonNode settlement = contracts.path("batchSettlement");
        if (!settlement.isString()) {
            return Optional.empty();
        }
        JsonNode collectors = contracts.path("collectors");
        List<BillingToken> tokens = new ArrayList<>();
        for (JsonNode token : contracts.path("billingTokens")) {
            tokens.add(new BillingToken(
                    token.path("symbol").asString(""),
                    Address.of(token.path("address").asString("")),
                    token.path("decimals").asInt(-1),
                    token.path("name").asString(""),
                    token.path("version").asString("")));
        }
        return Optional.of(new BillingDeployment(
                new SettlementDomain(
                        new ChainId(contracts.path("chainId").asLong(0)), Address.of(settlement.asString())),
                Address.of(contracts.path("operator").asString("")),
                contracts.path("withdrawDelay").asInt(WITHDRAW_DELAY),
                new Collectors(
                        address(collectors, "erc3009"),
                        address(collectors, "permit2"),
                        address(collectors, "allowance")),
                tokens));
    }

    public Optional<BillingToken> token(Address address) {
        return tokens.stream().filter(token -> token.address().equals(address)).findFirst();
    }

    private static Address address(JsonNode json, String name) {
        return json.path(name).isString() ? Address.of(json.path(name).asString()) : Address.ZERO;
    }
}
