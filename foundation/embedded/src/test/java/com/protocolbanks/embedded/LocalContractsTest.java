package com.protocolbanks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.embedded.LocalChain.Mining;
import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.Selector;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.contracts.SafeCalls;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalContractsTest {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100_000_000);
    private static final Address OWNER = DevAccount.ALL.get(1).address();
    private static final Address OTHER_OWNER = DevAccount.ALL.get(2).address();

    @TempDir
    Path temp;

    @Test
    void everythingIsDeployedOnceAndFoundAgainAfterARestart() {
        try (var folder = DataFolder.open(temp)) {
            Address wallet;
            String blocks;
            try (var chain = LocalChain.keeping(folder, new Mining.EachTransaction())) {
                var contracts = LocalContracts.deploy(chain.url());
                wallet = contracts.wallet(List.of(OWNER, OTHER_OWNER), 2, 7);
                for (var token : DevelopmentToken.values()) {
                    contracts.mint(token, wallet, HUNDRED);
                    assertThat(contracts.balance(token, wallet)).isEqualTo(HUNDRED);
                }
                blocks = height(chain);
            }
            try (var chain = LocalChain.keeping(folder, new Mining.EachTransaction())) {
                var contracts = LocalContracts.deploy(chain.url());
                assertThat(contracts.wallet(List.of(OWNER, OTHER_OWNER), 2, 7)).isEqualTo(wallet);
                assertThat(contracts.balance(DevelopmentToken.USDT, wallet)).isEqualTo(HUNDRED);
                assertThat(height(chain)).as("nothing was sent again").isEqualTo(blocks);
            }
        }
    }

    @Test
    void aWalletIsASafeOfItsOwnersWithMultiSendAsItsModule() {
        try (var chain = LocalChain.forgetting(temp, new Mining.WhenTold())) {
            var contracts = LocalContracts.deploy(chain.url());
            var wallet = contracts.wallet(List.of(OWNER, OTHER_OWNER), 2, 1);
            var asked = new DevelopmentAccounts(new AnvilRpc(chain.url()));
            assertThat(SafeCalls.ownersOf(asked.call(wallet, SafeCalls.getOwners())))
                    .containsExactly(OWNER, OTHER_OWNER);
            assertThat(SafeCalls.thresholdOf(asked.call(wallet, SafeCalls.getThreshold())))
                    .isEqualTo(2);
            assertThat(SafeCalls.moduleEnabledOf(asked.call(wallet, SafeCalls.isModuleEnabled(contracts.multiSend()))))
                    .isTrue();
            assertThat(asked.balance(wallet)).isZero();
            assertThat(contracts.wallet(List.of(OWNER, OTHER_OWNER), 2, 2)).isNotEqualTo(wallet);
        }
    }

    @Test
    void agentsChannelsHaveTheirContractsAtThePublicAddresses() {
        try (var chain = LocalChain.forgetting(temp, new Mining.EachTransaction())) {
            var billing = LocalContracts.deploy(chain.url()).billing();
            var accounts = new DevelopmentAccounts(new AnvilRpc(chain.url()));
            assertThat(billing.settlement()).hasToString("0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003");
            for (var collector :
                    List.of(billing.erc3009Collector(), billing.permit2Collector(), billing.allowanceCollector())) {
                var serves =
                        accounts.call(collector, Selector.of("settlement()").bytes());
                assertThat(new AbiReader(serves).address(0)).isEqualTo(billing.settlement());
            }
            assertThat(accounts.hasCode(Address.of("0x000000000022D473030F116dDEE9F6B43aC78BA3")))
                    .as("Permit2")
                    .isTrue();
        }
    }

    @Test
    void tokensCanBeMadeToFailTheWayRealOnesDo() {
        try (var chain = LocalChain.forgetting(temp, new Mining.EachTransaction())) {
            var contracts = LocalContracts.deploy(chain.url());
            var accounts = new DevelopmentAccounts(new AnvilRpc(chain.url()));
            contracts.mint(DevelopmentToken.USDC, OWNER, HUNDRED);
            contracts.mint(DevelopmentToken.USDT, OWNER, HUNDRED);
            contracts.refuse(OTHER_OWNER, Refusal.BLACKLISTED);
            contracts.blacklist(OTHER_OWNER, true);
            var transfer = Erc20Calls.transfer(OTHER_OWNER, BigInteger.ONE);
            for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
                assertThatThrownBy(() -> accounts.send(OWNER, contracts.token(token), transfer))
                        .isInstanceOf(IllegalStateException.class);
            }
            contracts.refuse(OTHER_OWNER, Refusal.NONE);
            contracts.blacklist(OTHER_OWNER, false);
            for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
                accounts.send(OWNER, contracts.token(token), transfer);
                assertThat(contracts.balance(token, OTHER_OWNER)).isOne();
            }
        }
    }

    private static String height(LocalChain chain) {
        return new AnvilRpc(chain.url()).ask("eth_blockNumber").asString();
    }
}
