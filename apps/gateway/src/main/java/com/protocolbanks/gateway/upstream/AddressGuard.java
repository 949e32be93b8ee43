package com.protocolbanks.gateway.upstream;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of the public internet from all others (RFC 6890 and IANA's special-purpose registries). */
final class AddressGuard {
    private AddressGuard() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address four -> isPublicFour(four.getAddress());
            case Inet6Address six -> isPublicSix(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublicFour(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean assignments = first == 192 && second == 0 && (third == 0 || third == 2);
        boolean relay = first == 192 && second == 88 && third == 99;
        boolean benchmarks = first == 198 && (second == 18 || second == 19);
        boolean examples =
                (first == 198 && second == 51 && third == 100) || (first == 203 && second == 0 && third == 113);
        return !(first == 0 || shared || assignments || relay || benchmarks || examples || first >= 240);
    }

    /** Global unicast alone (2000::/3), without the ranges that carry or stand for other addresses. */
    private static boolean isPublicSix(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        boolean global = (first & 0xe000) == 0x2000;
        boolean special = first == 0x2001 && second < 0x0200;
        boolean documentation = (first == 0x2001 && second == 0x0db8) || first == 0x3fff;
        boolean sixToFour = first == 0x2002;
        return global && !special && !documentation && !sixToFour;
    }
}
