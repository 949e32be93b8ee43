package com.protocolbanks.sdk;

import java.math.BigInteger;
import java.time.Instant;

/** What is left, as the gateway says; amounts in the token's smallest unit. */
public record SessionState(
        BigInteger limit, BigInteger spent, BigInteger held, BigInteger left, Instant expiresAt, boolean frozen) {}
