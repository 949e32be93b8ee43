package com.protocolbanks.pb.bench;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.pb.check.Trial;
import com.protocolbanks.pb.standalone.Servers;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The design ours replaces, made again: a transfer of its own for each item out of one account, through a queue that
 * gives out the nonces; estimate, sign, send, wait for the receipt, next. It stores nothing, which favours it.
 */
final class PerItemPeer {
    private static final DevAccount PAYER = DevAccount.ALL.get(4);
    private static final Fees FEES = new Fees(BigInteger.valueOf(1_000_000_000L), BigInteger.valueOf(100_000_000_000L));

    private final JsonRpcChainClient chain;
    private final Address token;
    private final OperatorSigner signer;
    private long nonce;

    PerItemPeer(Servers servers, BigInteger funds) {
        chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(5)), servers.chainUrl(), Duration.ofMinutes(1));
        token = servers.contracts().token(DevelopmentToken.USDC);
        servers.contracts().mint(DevelopmentToken.USDC, PAYER.address(), funds);
        signer = new OperatorSigner(
                SigningKey.of(Hash32.of(PAYER.privateKey())), new ChainId(LocalChain.CHAIN_ID), Set.of(token));
        nonce = chain.nonce(PAYER.address());
    }

    /** The seconds it takes to pay them all. */
    double seconds(List<Trial.Payee> payees) throws InterruptedException {
        long start = System.nanoTime();
        for (var payee : payees) {
            pay(Erc20Calls.transfer(Address.of(payee.address()), payee.units()));
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void pay(byte[] call) throws InterruptedException {
        if (!(chain.estimateGas(CallRequest.from(PAYER.address(), token, call))
                instanceof GasAnswer.Estimated(long gas))) {
            throw new IllegalStateException("the transfer would not pass");
        }
        var signed = signer.sign(FeeMarketTransaction.call(
                new ChainId(LocalChain.CHAIN_ID), nonce++, FEES, gas + gas / 10, token, call));
        chain.send(signed.raw());
        var receipt = chain.receipt(signed.hash());
        while (receipt.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
            receipt = chain.receipt(signed.hash());
        }
        if (!receipt.get().succeeded()) {
            throw new IllegalStateException("a transfer reverted");
        }
    }
}
