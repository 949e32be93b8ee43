package com.protocolbanks.metering.keys;

import com.protocolbanks.x402.SettlementDomain;

/** Where the truth is kept that Redis is rebuilt from, the gateways' logs apart. */
public record Sources(KeySource keys, ChannelSource chain, SettlementDomain domain) {}
