package com.protocolbanks.gateway.upstream;

import java.util.Map;

/**
 * Where a route's requests go.
 *
 * @param tls whether by HTTPS, with the certificate checked against the host
 * @param base of all paths, without a slash at its end
 * @param headers set on every request, such as the provider's key; never shown
 * @param privateAllowed whether the host may be in a private network
 */
public record Target(
        boolean tls, String host, int port, String base, Map<String, String> headers, boolean privateAllowed) {
    /** Nowhere: the gateway only says that a request is paid, and somebody else answers it. */
    public static final Target NOWHERE = new Target(false, "", 0, "", Map.of(), false);

    public Target {
        headers = Map.copyOf(headers);
    }

    public boolean isNowhere() {
        return host.isEmpty();
    }

    /** The value of the header {@code host}. */
    String authority() {
        String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? written : written + ":" + port;
    }

    /** Without the headers: they hold keys. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + base;
    }
}
