package com.protocolbanks.gateway.stores;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.kept.Heads;
import com.protocolbanks.metering.receipts.ReceiptHeads;
import com.protocolbanks.metering.receipts.SignedHead;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The newest signed head of each channel that this gateway has seen; asking for one has a newer one signed meanwhile. */
public final class NewestHeads implements Heads {
    private static final int REMEMBERED = 50_000;

    private final ReceiptHeads heads;
    private final Map<Hash32, JsonNode> seen = new ConcurrentHashMap<>();
    /** Channels whose head is on its way: one question at a time is enough. */
    private final Set<Hash32> asking = ConcurrentHashMap.newKeySet();

    public NewestHeads(ReceiptHeads heads) {
        this.heads = heads;
    }

    @Override
    public Optional<JsonNode> newest(Address key, Hash32 channelId) {
        if (asking.add(channelId)) {
            heads.recent(key, channelId).whenComplete((signed, fault) -> {
                asking.remove(channelId);
                if (fault == null) {
                    signed.ifPresent(head -> remember(channelId, head));
                }
            });
        }
        return Optional.ofNullable(seen.get(channelId));
    }

    @Override
    public CompletionStage<Optional<ObjectNode>> now(Address key, Hash32 channelId) {
        return heads.now(key, channelId).thenApply(signed -> signed.map(HeadJson::write));
    }

    private void remember(Hash32 channelId, SignedHead head) {
        if (seen.size() > REMEMBERED) {
            seen.clear();
        }
        // many answers carry the same head: it is made a text once
        var text = HeadJson.write(head).toString();
        seen.put(channelId, JsonNodeFactory.instance.rawValueNode(new RawValue(text)));
    }
}
