package com.protocolbanks.web.pages;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an organization's wallet holds of its tokens, by the newest block. */
@Component
public class Balances {
    private final Organizations organizations;
    private final Tokens tokens;
    private final ChainClient chain;

    Balances(Organizations organizations, Tokens tokens, ChainClient chain) {
        this.organizations = organizations;
        this.tokens = tokens;
        this.chain = chain;
    }

    /**
     * What the wallet holds of one token.
     *
     * @param amount in the token's unit; empty when the chain did not say
     */
    public record Balance(String symbol, Optional<BigDecimal> amount) {}

    List<Balance> of(UUID orgId) {
        var held = tokens.list(orgId);
        var wallet = organizations.find(orgId).orElseThrow().walletAddress();
        List<CallAnswer> answers = held.isEmpty() ? List.of() : asked(held, wallet);
        List<Balance> balances = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            var asset = held.get(i).asset();
            Optional<BigDecimal> amount =
                    i < answers.size() && answers.get(i) instanceof CallAnswer.Returned(var data) && data.length > 0
                            ? Optional.of(new BigDecimal(new BigInteger(1, data), asset.decimals()))
                            : Optional.empty();
            balances.add(new Balance(asset.symbol(), amount));
        }
        return balances;
    }

    private List<CallAnswer> asked(List<Token> held, Address wallet) {
        try {
            return chain.calls(held.stream()
                    .map(token -> CallRequest.of(token.address(), Erc20Calls.balanceOf(wallet)))
                    .toList());
        } catch (ChainUnavailable unavailable) {
            return List.of();
        }
    }
}
