/**
 * From a signed intent to a final transaction. Knows no batch and no channel, only a {@link
 * com.protocolbanks.sending.Subject}.
 *
 * <p>A caller asks {@link com.protocolbanks.sending.Sending#send} for one transaction per subject and then reads {@link
 * com.protocolbanks.sending.Sending#states} until the state is settled. Between those two, everything that can go wrong
 * on the way to the chain is dealt with here: the nonce is bound to the subject for ever, the signed bytes are committed
 * before any of them leaves, and are sent again until the chain has consumed the nonce. No answer of an endpoint is ever
 * read as "not paid".
 *
 * <p>Ports: {@code ChainClient} (one to broadcast, one or more to read), {@code Database}, {@code Clock}, and {@code
 * TransactionSigner}. Nothing else reaches out, and no thread starts but in {@code engine.SendingEngine#start}, so that a
 * simulation with a seed can take every step itself.
 */
@NullMarked
package com.protocolbanks.sending;

import org.jspecify.annotations.NullMarked;
