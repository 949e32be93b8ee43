package com.protocolbanks.metering.epochs;

import com.protocolbanks.metering.keys.ChannelSource;
import com.protocolbanks.metering.keys.KeySource;
import com.protocolbanks.x402.SettlementDomain;

/** Where the truth is kept that Redis is rebuilt from, the gateways' logs apart. */
public record Sources(KeySource keys, ChannelSource chain, SettlementDomain domain) {}
