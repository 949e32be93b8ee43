package com.protocolbanks.embedded;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A compiled contract of {@code contracts/artifacts}.
 *
 * @param initCode what deploys it, without constructor arguments
 * @param deployedCode what stands on the chain
 */
record ContractArtifact(byte[] initCode, byte[] deployedCode) {

    /** Reads {@code NAME.json}. */
    static ContractArtifact named(String name) {
        var json = read(name);
        return new ContractArtifact(
                Bytes.parse(json.path("bytecode").asString()),
                Bytes.parse(json.path("deployedBytecode").asString()));
    }

    /** What {@code deployment.json} says: factory, salt and addresses. */
    static JsonNode deployment() {
        return read("deployment");
    }

    private static JsonNode read(String name) {
        var root = System.getProperty("pb.root");
        if (root == null) {
            throw new IllegalStateException("The contracts need the system property pb.root: the repository's folder.");
        }
        var file = Path.of(root, "contracts", "artifacts", name + ".json");
        if (Files.notExists(file)) {
            throw new IllegalStateException("The compiled contract " + file + " is missing.");
        }
        return JsonMapper.shared().readTree(file);
    }

    /** Where CREATE2 puts a contract (EIP-1014). */
    static Address create2(Address factory, Hash32 salt, byte[] initCode) {
        var hash = Keccak.hash(
                new byte[] {(byte) 0xff},
                factory.bytes(),
                salt.bytes(),
                Keccak.hash(initCode).bytes());
        return new Address(Arrays.copyOfRange(hash.bytes(), Hash32.LENGTH - Address.LENGTH, Hash32.LENGTH));
    }
}
