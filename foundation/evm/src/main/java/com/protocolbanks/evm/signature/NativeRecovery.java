package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recovery by libsecp256k1, through the binding that unpacks it into the folder for temporary files. */
final class NativeRecovery implements Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(NativeRecovery.class);

    private final fr.acinq.secp256k1.Secp256k1 library;

    private NativeRecovery(fr.acinq.secp256k1.Secp256k1 library) {
        this.library = library;
    }

    /** Looks for the library once in the life of the process. */
    private static final class Loaded {
        private static final Optional<Recovery> ONCE = load();

        private static Optional<Recovery> load() {
            try {
                var recovery = new NativeRecovery(fr.acinq.secp256k1.Secp256k1.get());
                // the binding unpacks and links only when it is first asked
                recovery.library.secKeyVerify(new byte[Hash32.LENGTH]);
                return Optional.of(recovery);
            } catch (RuntimeException | LinkageError missing) {
                LOG.warn(
                        "signatures are checked without libsecp256k1, about four times slower: {}", missing.toString());
                return Optional.empty();
            }
        }
    }

    static Optional<Recovery> loaded() {
        return Loaded.ONCE;
    }

    @Override
    public Optional<byte[]> keyOf(Signature signature, byte[] digest) {
        byte[] numbers = Bytes.concat(
                Hash32.of(signature.r()).bytes(), Hash32.of(signature.s()).bytes());
        try {
            return Optional.of(library.ecdsaRecover(numbers, digest, signature.yParity()));
        } catch (Secp256k1Exception noKey) {
            return Optional.empty();
        }
    }
}
