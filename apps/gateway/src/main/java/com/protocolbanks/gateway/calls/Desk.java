package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.http.OpenExchanges;
import com.protocolbanks.gateway.kept.Heads;
import com.protocolbanks.gateway.kept.Replies;
import com.protocolbanks.gateway.upstream.UpstreamClient;
import com.protocolbanks.metering.UsageMeter;
import java.time.Clock;

/**
 * What every call is made with.
 *
 * @param heads the newest signed heads of channels
 * @param replies answers kept for those who lost them
 * @param open counts what still runs behind a client that has gone
 * @param running finds the calls of a key
 */
public record Desk(
        UsageMeter meter,
        Heads heads,
        Replies replies,
        UpstreamClient upstream,
        Terms terms,
        Watch watch,
        OpenExchanges open,
        RunningCalls running,
        Clock clock) {}
