package com.protocolbanks.pb.wallet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.protocolbanks.embedded.DevAccount;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the pages find the development wallet of a local chain. */
public final class DevelopmentWallet {
    private static final String SCRIPT = "/dev-wallet.js";

    private DevelopmentWallet() {}

    /**
     * The address of the page script, which serves these accounts of the chain.
     *
     * @param chain JSON-RPC endpoint of the local chain, as the browser reaches it
     * @param accounts offered in this order; each is named by its place among the development accounts, from 0
     */
    public static String script(URI chain, List<DevAccount> accounts) {
        String offered = IntStream.range(0, accounts.size())
                .mapToObj(i -> "&account=" + encoded(accounts.get(i).address() + "|" + name(accounts.get(i))))
                .collect(Collectors.joining());
        return SCRIPT + "?rpc=" + encoded(chain.toString()) + offered;
    }

    private static String name(DevAccount account) {
        String address = account.address().toString();
        return "account " + DevAccount.ALL.indexOf(account) + " (" + address.substring(0, 6) + "…"
                + address.substring(address.length() - 4) + ")";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
