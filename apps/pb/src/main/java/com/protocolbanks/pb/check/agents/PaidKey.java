package com.protocolbanks.pb.check.agents;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.SessionKeyClient;
import com.protocolbanks.pb.standalone.Premises;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;

/**
 * A session key with a funded channel.
 *
 * @param id as the API knows it
 * @param wallet that pays
 */
public record PaidKey(String id, SigningKey key, Address wallet) {
    /**
     * The company's owners grant a new key that much, and its wallet puts the same into the key's channel.
     *
     * @param limit in USDC's smallest unit
     */
    public static PaidKey granted(
            Premises premises, DemoCompany.Cast cast, BigInteger limit, List<String> routes, SecureRandom random) {
        var key = SigningKey.generate(random);
        var wallet = cast.organization().walletAddress();
        var contracts = premises.servers().contracts();
        var id = new SessionKeyClient(premises.web(), cast, random)
                .create(key, contracts.token(DevelopmentToken.USDC), limit, routes, List.of());
        contracts.mint(DevelopmentToken.USDC, wallet, limit);
        premises.fundChannel(wallet, key.address(), limit);
        return new PaidKey(id, key, wallet);
    }
}
