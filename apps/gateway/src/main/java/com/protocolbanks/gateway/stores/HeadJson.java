package com.protocolbanks.gateway.stores;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.metering.receipts.SignedHead;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A signed head as agents read it. */
final class HeadJson {
    private HeadJson() {}

    static ObjectNode write(SignedHead head) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("channelId", head.chain().channelId().hex())
                .put("seq", head.chain().seq())
                .put("spent", head.chain().spent().toString())
                .put("value", head.chain().value().hex())
                .put("signature", Bytes.hex(head.signature().bytes()))
                .put("signer", head.signer().toString());
    }
}
