package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the wallet of a Safe's owner is given to sign (Safe 1.4.1, {@code SafeMessage} whose message is the digest), in the
 * form {@code eth_signTypedData_v4} takes. Its domain has two fields only.
 */
public final class SafeTypedData {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SafeTypedData() {}

    public static ObjectNode of(ChainId chainId, Address safe, Hash32 digest) {
        var root = JSON.createObjectNode();
        var types = root.putObject("types");
        var domain = types.putArray("EIP712Domain");
        domain.addObject().put("name", "chainId").put("type", "uint256");
        domain.addObject().put("name", "verifyingContract").put("type", "address");
        types.putArray("SafeMessage").addObject().put("name", "message").put("type", "bytes");
        root.put("primaryType", "SafeMessage");
        root.putObject("domain").put("chainId", chainId.value()).put("verifyingContract", safe.toString());
        root.putObject("message").put("message", digest.hex());
        return root;
    }
}
