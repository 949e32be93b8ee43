package com.protocolbanks.identity.wallet;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.abi.MalformedAbi;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.contracts.SafeCalls;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.identity.wallet.Finding.Check;
import com.protocolbanks.identity.wallet.Finding.Verdict;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whether an organization could pay now, looked up on the chain, with the remedy for what is missing. */
public final class Readiness {
    /** Gas of the worst chunk: the chain's limit of one transaction on ZetaChain. */
    private static final BigInteger CHUNK_GAS = BigInteger.valueOf(10_000_000);

    /** With less gas money than for so many worst chunks somebody should refill. */
    private static final BigInteger COMFORT = BigInteger.TEN;

    private static final int NATIVE_DECIMALS = 18;

    private final ChainClient chain;
    private final Deployment deployment;

    /**
     * What pays on this chain.
     *
     * @param multiSend the payout contract
     * @param operator the account that sends chunks and pays their gas
     */
    public record Deployment(ChainId chainId, Address multiSend, Address operator) {}

    /**
     * A token the organization pays in.
     *
     * @param address the zero address for the chain's own coin
     */
    public record Holding(String symbol, Address address, int decimals) {}

    public Readiness(ChainClient chain, Deployment deployment) {
        this.chain = chain;
        this.deployment = deployment;
    }

    /** One finding for each check, several for the tokens. */
    public List<Finding> of(Organization organization, List<Member> members, List<Holding> holdings) {
        var ownership = new WalletOwners(chain).of(organization.walletAddress());
        var findings = new ArrayList<Finding>();
        findings.add(asked(Check.CHAIN, () -> chain(organization)));
        findings.add(asked(Check.CONTRACT, this::contract));
        findings.add(wallet(ownership));
        findings.add(asked(Check.MODULE, () -> module(organization)));
        findings.addAll(new People(members, ownership).findings());
        if (holdings.isEmpty()) {
            findings.add(Finding.missing(
                    Check.FUNDS,
                    "no token is enabled",
                    "pb org token --org " + organization.id() + " --symbol … --address 0x…"));
        }
        for (var holding : holdings) {
            findings.add(asked(Check.FUNDS, () -> funds(organization, holding)));
        }
        findings.add(asked(Check.OPERATOR_GAS, this::gas));
        return List.copyOf(findings);
    }

    private static Finding asked(Check check, Supplier<Finding> question) {
        try {
            return question.get();
        } catch (ChainUnavailable | MalformedAbi unavailable) {
            return unknown(check, String.valueOf(unavailable.getMessage()));
        }
    }

    private static Finding unknown(Check check, String reason) {
        return new Finding(
                check, Verdict.UNKNOWN, "the chain could not be asked: " + reason, "check ZETACHAIN_RPC_URL");
    }

    private Finding chain(Organization organization) {
        var actual = chain.chainId();
        if (!actual.equals(organization.chainId())) {
            return Finding.missing(
                    Check.CHAIN,
                    "the endpoint serves chain " + actual + ", the organization lives on " + organization.chainId(),
                    "point ZETACHAIN_RPC_URL at chain " + organization.chainId());
        }
        return actual.equals(deployment.chainId())
                ? Finding.ready(Check.CHAIN, "chain " + actual + ", block " + chain.blockNumber())
                : Finding.missing(
                        Check.CHAIN,
                        "PB_CONTRACTS is for chain " + deployment.chainId(),
                        "use the contracts file of chain " + actual);
    }

    private Finding contract() {
        return chain.code(deployment.multiSend()).length > 0
                ? Finding.ready(Check.CONTRACT, "MultiSend " + deployment.multiSend())
                : Finding.missing(
                        Check.CONTRACT,
                        "no contract at " + deployment.multiSend(),
                        "deploy MultiSend, or use the contracts file of this chain");
    }

    private static Finding wallet(WalletOwners.Ownership ownership) {
        return switch (ownership) {
            case WalletOwners.Ownership.Safe safe ->
                Finding.ready(
                        Check.WALLET,
                        "a Safe, " + safe.threshold() + " of " + safe.owners().size() + " owners sign");
            case WalletOwners.Ownership.Itself _ ->
                Finding.notice(
                        Check.WALLET,
                        "an account with one key, or a wallet that is not deployed yet",
                        "use a Safe with two or more owners; until then the contract sees one person");
            case WalletOwners.Ownership.OtherContract _ ->
                Finding.notice(
                        Check.WALLET,
                        "a contract that names no owners; it is asked about each signature (ERC-1271)",
                        "approvals count only when the owners can be read: use a Safe");
            case WalletOwners.Ownership.Unavailable(var reason) -> unknown(Check.WALLET, reason);
        };
    }

    private Finding module(Organization organization) {
        if (organization.payoutMode() != PayoutMode.MODULE) {
            return Finding.ready(
                    Check.MODULE, organization.payoutMode() + ": an exact allowance is given before each batch");
        }
        var wallet = organization.walletAddress();
        var remedy = "have the owners call " + wallet + " with "
                + Bytes.hex(SafeCalls.enableModule(deployment.multiSend()))
                + " (enableModule of MultiSend), from the Safe itself";
        var answer = chain.call(CallRequest.of(wallet, SafeCalls.isModuleEnabled(deployment.multiSend())));
        return switch (answer) {
            case CallAnswer.Returned(var data) ->
                data.length == 32 && SafeCalls.moduleEnabledOf(data)
                        ? Finding.ready(Check.MODULE, "MultiSend is a module of the wallet")
                        : Finding.missing(Check.MODULE, "MultiSend is no module of the wallet", remedy);
            case CallAnswer.Reverted _ ->
                Finding.missing(Check.MODULE, "the wallet knows no modules", "use a Safe, or the mode POOL");
            case CallAnswer.Unavailable(var reason) -> unknown(Check.MODULE, reason);
        };
    }

    private Finding funds(Organization organization, Holding holding) {
        var wallet = organization.walletAddress();
        BigInteger units;
        if (holding.address().equals(Address.ZERO)) {
            units = chain.balance(wallet);
        } else {
            var data = chain.call(CallRequest.of(holding.address(), Erc20Calls.balanceOf(wallet)))
                    .orThrow();
            if (data.length != 32) {
                return Finding.missing(
                        Check.FUNDS, holding.symbol() + ": no token at " + holding.address(), "correct its address");
            }
            units = Erc20Calls.number(data);
        }
        var found = amount(units, holding.decimals()) + " " + holding.symbol();
        return units.signum() > 0
                ? Finding.ready(Check.FUNDS, found)
                : Finding.missing(Check.FUNDS, found, "send " + holding.symbol() + " to " + wallet);
    }

    private Finding gas() {
        var balance = chain.balance(deployment.operator());
        var price = chain.latestBlock().baseFee().shiftLeft(1).add(chain.priorityFee());
        var chunk = price.multiply(CHUNK_GAS).max(BigInteger.ONE);
        var enough = balance.divide(chunk);
        var found = amount(balance, NATIVE_DECIMALS) + " for gas, enough for " + enough + " chunks of 200 at the worst";
        var remedy = "send at least " + amount(chunk.multiply(COMFORT), NATIVE_DECIMALS) + " of the chain's coin to "
                + deployment.operator();
        if (enough.signum() == 0) {
            return Finding.missing(Check.OPERATOR_GAS, found, remedy);
        }
        return enough.compareTo(COMFORT) < 0
                ? Finding.notice(Check.OPERATOR_GAS, found, remedy)
                : Finding.ready(Check.OPERATOR_GAS, found);
    }

    private static String amount(BigInteger units, int decimals) {
        var number = new BigDecimal(units, decimals).stripTrailingZeros();
        return number.scale() < 0 ? number.setScale(0).toPlainString() : number.toPlainString();
    }
}
