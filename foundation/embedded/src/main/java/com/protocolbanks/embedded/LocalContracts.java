package com.protocolbanks.embedded;

import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.Selector;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.contracts.SafeCalls;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The contracts on a development chain: Safe 1.4.1 and MultiSend at the addresses they have on ZetaChain, the contracts
 * of agents' channels at their public addresses, and tokens that can be minted.
 *
 * <p>Deploying again finds what is there. The last of the development accounts deploys and owns the tokens, so that the
 * nonces of the others stay their users' own.
 */
public final class LocalContracts {
    private static final Address DEPLOYER = DevAccount.ALL.getLast().address();
    /** Where clients look for Multicall3 on any chain. */
    private static final Address MULTICALL = Address.of("0xcA11bde05977b3631167028862bE2a173976CA11");

    private static final Address FUNGIBLE_MODULE = Address.of("0x735b14BB79463307AAcBED86DAf3322B1e6226aB");
    private static final Hash32 NO_SALT = Hash32.of(BigInteger.ZERO);

    private static final Selector DEPOSIT = Selector.of("deposit(address,uint256)");
    private static final Selector SET_REFUSAL = Selector.of("setRefusal(address,uint8)");
    private static final Selector ADD_BLACKLIST = Selector.of("addBlackList(address)");
    private static final Selector REMOVE_BLACKLIST = Selector.of("removeBlackList(address)");
    private static final Selector PROXY_CREATION_CODE = Selector.of("proxyCreationCode()");

    /**
     * The contracts of agents' channels. All but the last stand at the addresses that stock x402 clients know.
     *
     * @param settlement ours, with the published interface
     * @param erc3009Collector takes deposits that the payer signed for the token, such as USDC
     * @param permit2Collector takes deposits that the payer signed for Permit2
     * @param allowanceCollector takes deposits out of an allowance, by the payer's own call or signature
     */
    public record Billing(
            Address settlement, Address erc3009Collector, Address permit2Collector, Address allowanceCollector) {}

    private final DevelopmentAccounts accounts;
    private final JsonNode deployment;
    private final Map<DevelopmentToken, Address> tokens = new EnumMap<>(DevelopmentToken.class);

    private LocalContracts(DevelopmentAccounts accounts) {
        this.accounts = accounts;
        this.deployment = ContractArtifact.deployment();
    }

    /** Deploys to the chain at the address what it does not have yet. */
    public static LocalContracts deploy(URI chain) {
        var contracts = new LocalContracts(new DevelopmentAccounts(new AnvilRpc(chain)));
        contracts.deployAll();
        return contracts;
    }

    private void deployAll() {
        if (!accounts.hasCode(factory())) {
            accounts.setCode(
                    factory(), ContractArtifact.named("SafeSingletonFactory").deployedCode());
        }
        for (var name : List.of("Safe", "SafeProxyFactory", "CompatibilityFallbackHandler")) {
            place(name, NO_SALT, new byte[0], safePart(name));
        }
        place("MultiSend", Hash32.of(deployment.path("salt").asString()), new byte[0], multiSend());
        deployBilling();
        var owner = new AbiWriter().address(DEPLOYER).toBytes();
        tokens.put(DevelopmentToken.USDC, place("DevelopmentUsdc", owner));
        tokens.put(DevelopmentToken.USDT, place("DevelopmentUsdt", owner));
        tokens.put(DevelopmentToken.ZRC20, place("ZRC20", zrc20Arguments()));
    }

    /** Nobody has the keys that deployed the public contracts, so the code is put where it belongs. */
    private void deployBilling() {
        var at = billing();
        var settlement = new AbiWriter().address(at.settlement()).toBytes();
        install(at.settlement(), "BatchSettlement", new byte[0]);
        install(at.erc3009Collector(), "Erc3009Collector", settlement);
        install(at.permit2Collector(), "Permit2Collector", settlement);
        install(MULTICALL, "DevelopmentMulticall", new byte[0]);
        var collector = deployment.path("billing").path("canonical").path("AllowanceCollector");
        place("AllowanceCollector", Hash32.of(collector.path("salt").asString()), settlement, at.allowanceCollector());
        var permit2 = deployment.path("billing").path("Permit2");
        place(
                Address.of(permit2.path("factory").asString()), // every development chain starts with it
                Hash32.of(permit2.path("salt").asString()),
                ContractArtifact.named("Permit2").initCode(),
                Address.of(permit2.path("address").asString()));
    }

    private void install(Address where, String name, byte[] arguments) {
        if (!accounts.hasCode(where)) {
            var initCode = Bytes.concat(ContractArtifact.named(name).initCode(), arguments);
            accounts.setCode(where, accounts.created(initCode));
        }
    }

    private static byte[] zrc20Arguments() {
        return new AbiWriter()
                .bytes("USDC on Ethereum (development)".getBytes(StandardCharsets.US_ASCII))
                .bytes("USDC.ETH".getBytes(StandardCharsets.US_ASCII))
                .uint(8, DevelopmentToken.ZRC20.decimals())
                .uint(256, 1)
                .uint(8, 2) // CoinType.ERC20
                .uint(256, 100_000)
                .address(DEPLOYER)
                .address(DEPLOYER)
                .toBytes();
    }

    private Address place(String name, byte[] arguments) {
        var initCode = Bytes.concat(ContractArtifact.named(name).initCode(), arguments);
        var address = ContractArtifact.create2(factory(), NO_SALT, initCode);
        place(name, NO_SALT, arguments, address);
        return address;
    }

    private void place(String name, Hash32 salt, byte[] arguments, Address expected) {
        place(factory(), salt, Bytes.concat(ContractArtifact.named(name).initCode(), arguments), expected);
    }

    private void place(Address factory, Hash32 salt, byte[] initCode, Address expected) {
        if (accounts.hasCode(expected)) {
            return;
        }
        accounts.send(DEPLOYER, factory, Bytes.concat(salt.bytes(), initCode));
        if (!accounts.hasCode(expected)) {
            throw new IllegalStateException("nothing was deployed to " + expected);
        }
    }

    private Address factory() {
        return Address.of(deployment.path("factory").asString());
    }

    private Address safePart(String name) {
        return Address.of(deployment.path("safe").path(name).path("address").asString());
    }

    public Address multiSend() {
        return Address.of(deployment.path("address").asString());
    }

    public Billing billing() {
        var canonical = deployment.path("billing").path("canonical");
        return new Billing(
                Address.of(canonical.path("BatchSettlement").asString()),
                Address.of(canonical.path("Erc3009Collector").asString()),
                Address.of(canonical.path("Permit2Collector").asString()),
                Address.of(canonical.path("AllowanceCollector").path("address").asString()));
    }

    public Address token(DevelopmentToken token) {
        var address = tokens.get(token);
        if (address == null) {
            throw new IllegalStateException(token + " is not deployed");
        }
        return address;
    }

    /**
     * An organization's wallet: a Safe of these owners that has MultiSend as its module. The same owners, threshold and
     * number give the same wallet again.
     *
     * @param threshold how many owners must sign, 1 or more
     * @param number tells wallets of the same owners apart
     */
    public Address wallet(List<Address> owners, int threshold, long number) {
        var setup = SafeCalls.setup(owners, threshold, safePart("CompatibilityFallbackHandler"));
        var salt = BigInteger.valueOf(number);
        var wallet = proxyAddress(setup, salt);
        if (!accounts.hasCode(wallet)) {
            accounts.send(DEPLOYER, safePart("SafeProxyFactory"), SafeCalls.createProxy(safePart("Safe"), setup, salt));
        }
        if (!SafeCalls.moduleEnabledOf(accounts.call(wallet, SafeCalls.isModuleEnabled(multiSend())))) {
            // what the owners would sign on a real chain
            accounts.sendAs(wallet, wallet, SafeCalls.enableModule(multiSend()));
        }
        return wallet;
    }

    /** A call by a wallet: what its owners would sign on a real chain. */
    public void callAs(Address wallet, Address to, byte[] call) {
        accounts.sendAs(wallet, to, call);
    }

    private Address proxyAddress(byte[] setup, BigInteger number) {
        var salt = Keccak.hash(Keccak.hash(setup).bytes(), Hash32.of(number).bytes());
        var creation = accounts.callForBytes(safePart("SafeProxyFactory"), PROXY_CREATION_CODE.bytes());
        var singleton = new AbiWriter().address(safePart("Safe")).toBytes();
        return ContractArtifact.create2(safePart("SafeProxyFactory"), salt, Bytes.concat(creation, singleton));
    }

    /** Gives an account tokens, in the token's smallest unit. */
    public void mint(DevelopmentToken token, Address to, BigInteger units) {
        switch (token) {
            case USDC, USDT -> accounts.send(DEPLOYER, token(token), Erc20Calls.mint(to, units));
            case ZRC20 ->
                accounts.sendAs(
                        FUNGIBLE_MODULE,
                        token(token),
                        new AbiWriter().address(to).uint(256, units).call(DEPOSIT));
        }
    }

    /** What an account holds of a token, in its smallest unit. */
    public BigInteger balance(DevelopmentToken token, Address account) {
        return new AbiReader(accounts.call(token(token), Erc20Calls.balanceOf(account))).number(0);
    }

    /** Makes the development USDC fail every payment to the recipient from now on. */
    public void refuse(Address recipient, Refusal how) {
        accounts.send(
                DEPLOYER,
                token(DevelopmentToken.USDC),
                new AbiWriter().address(recipient).uint(8, how.code()).call(SET_REFUSAL));
    }

    /** Puts an account on the development USDT's blacklist, or takes it off. */
    public void blacklist(Address account, boolean listed) {
        accounts.send(
                DEPLOYER,
                token(DevelopmentToken.USDT),
                new AbiWriter().address(account).call(listed ? ADD_BLACKLIST : REMOVE_BLACKLIST));
    }

    /** Makes an account's balance of native coin this many wei. */
    public void setBalance(Address account, BigInteger wei) {
        accounts.setBalance(account, wei);
    }
}
