package com.protocolbanks.sdk;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How an agent pays.
 *
 * @param gateway its address
 * @param signers who signs the gateway's receipts; when empty, the first signer seen is the one from then on
 * @param resume where an earlier agent of this channel had come to ({@link Agent#proven})
 * @param patience how long one answer may take
 * @param surroundings what the agent takes from outside
 */
public record AgentSettings(
        URI gateway,
        Payer payer,
        WindowSize window,
        Set<Address> signers,
        Optional<ReceiptChain> resume,
        Duration patience,
        Surroundings surroundings) {
    public AgentSettings {
        signers = Set.copyOf(signers);
    }

    /** A new channel's agent, with two minutes of patience. */
    public static AgentSettings of(URI gateway, Payer payer, WindowSize window, Surroundings surroundings) {
        return new AgentSettings(
                gateway, payer, window, Set.of(), Optional.empty(), Duration.ofMinutes(2), surroundings);
    }

    /**
     * The connection, the time and the chance.
     *
     * @param salts 32 random bytes each time
     */
    public record Surroundings(HttpClient http, InstantSource clock, Supplier<Hash32> salts) {}
}
