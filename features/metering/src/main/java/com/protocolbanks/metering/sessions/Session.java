package com.protocolbanks.metering.sessions;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Mode;
import java.time.Instant;

/**
 * What a token says, once it is known to be ours.
 *
 * @param id 16 bytes in hex
 * @param key the session key's account
 * @param acceptedMax the voucher it was opened with, cumulative, in the token's smallest unit
 * @param expiresAt in whole seconds
 * @param signed whether each request has to bear the agent's code: then its token alone buys nothing
 */
public record Session(String id, Address key, Hash32 channelId, long acceptedMax, Instant expiresAt, boolean signed) {

    /** What its requests are admitted with. */
    public Ceiling ceiling() {
        return new Ceiling(key, channelId, Mode.WINDOW, acceptedMax, null);
    }
}
