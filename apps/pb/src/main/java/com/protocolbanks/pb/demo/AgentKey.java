package com.protocolbanks.pb.demo;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The demonstration agent's session key, kept beside the other data so that a later start goes on with it. */
final class AgentKey {
    private AgentKey() {}

    /** The key in the folder; a new one the first time. */
    static SigningKey kept(Path folder, SecureRandom random) {
        var file = folder.resolve("agent.key");
        try {
            if (Files.notExists(file)) {
                byte[] secret = new byte[Hash32.LENGTH];
                random.nextBytes(secret);
                Files.writeString(file, new Hash32(secret).hex());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SigningKey.of(Hash32.of(text(folder)));
    }

    /** Its 32 bytes as 0x and hex digits. */
    static String text(Path folder) {
        try {
            return Files.readString(folder.resolve("agent.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
