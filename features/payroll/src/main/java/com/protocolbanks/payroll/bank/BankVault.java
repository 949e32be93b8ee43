package com.protocolbanks.payroll.bank;

import static com.protocolbanks.database.generated.Tables.ORGANIZATION_KEYS;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.payroll.rows.BankDetails;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Seals bank details by envelope: the master key wraps one data key for each organization, and that seals the details.
 *
 * <p>A sealed detail begins with the version of its data key, 4 bytes, so that keys can be renewed.
 */
public final class BankVault {
    private static final int FIRST_VERSION = 1;

    private final SealedBox master;
    private final SecureRandom random;

    /** @param masterKey 32 bytes that no database holds */
    public BankVault(byte[] masterKey, SecureRandom random) {
        this.master = new SealedBox(masterKey, random);
        this.random = random;
    }

    /** One organization's drawer, usable within the caller's transaction; its first use makes the organization's key. */
    public Drawer open(DSLContext dsl, UUID orgId) {
        return new Drawer(dsl, orgId);
    }

    /** Seals and opens details of one organization; keys are read once. */
    public final class Drawer {
        private final DSLContext dsl;
        private final UUID orgId;
        private final byte[] context;
        private final Map<Integer, SealedBox> boxes = new HashMap<>();

        private Drawer(DSLContext dsl, UUID orgId) {
            this.dsl = dsl;
            this.orgId = orgId;
            this.context = ("bank details of " + orgId).getBytes(StandardCharsets.UTF_8);
        }

        public byte[] seal(BankDetails details) {
            byte[] plain = String.join("\n", details.name(), details.account(), details.bankCode())
                    .getBytes(StandardCharsets.UTF_8);
            return Bytes.concat(
                    ByteBuffer.allocate(Integer.BYTES).putInt(FIRST_VERSION).array(),
                    box(FIRST_VERSION).seal(plain, context));
        }

        /**
         * The details that were sealed.
         *
         * @throws IllegalArgumentException when it was sealed for another organization, or altered
         */
        public BankDetails open(byte[] sealed) {
            var content = ByteBuffer.wrap(sealed);
            int version = content.getInt();
            byte[] rest = new byte[content.remaining()];
            content.get(rest);
            var plain = new String(box(version).open(rest, context), StandardCharsets.UTF_8);
            // from the end, because of the three only the name may hold a line break
            int code = plain.lastIndexOf('\n');
            int account = plain.lastIndexOf('\n', code - 1);
            return new BankDetails(
                    plain.substring(0, account), plain.substring(account + 1, code), plain.substring(code + 1));
        }

        private SealedBox box(int version) {
            return boxes.computeIfAbsent(version, this::dataKey);
        }

        private SealedBox dataKey(int version) {
            byte[] wrapped = stored(version).orElseGet(() -> {
                makeKey(version);
                return stored(version).orElseThrow(() -> new IllegalArgumentException("no data key " + version));
            });
            return new SealedBox(master.open(wrapped, keyContext(version)), random);
        }

        private Optional<byte[]> stored(int version) {
            return dsl.select(ORGANIZATION_KEYS.WRAPPED_KEY)
                    .from(ORGANIZATION_KEYS)
                    .where(ORGANIZATION_KEYS.ORG_ID.eq(orgId), ORGANIZATION_KEYS.KEY_VERSION.eq(version))
                    .fetchOptional(ORGANIZATION_KEYS.WRAPPED_KEY);
        }

        /** Two transactions may try at the same time; the first one's key stays. */
        private void makeKey(int version) {
            if (version != FIRST_VERSION) {
                return;
            }
            byte[] fresh = new byte[SealedBox.KEY_LENGTH];
            random.nextBytes(fresh);
            dsl.insertInto(ORGANIZATION_KEYS)
                    .set(ORGANIZATION_KEYS.ORG_ID, orgId)
                    .set(ORGANIZATION_KEYS.KEY_VERSION, version)
                    .set(ORGANIZATION_KEYS.WRAPPED_KEY, master.seal(fresh, keyContext(version)))
                    .onConflictDoNothing()
                    .execute();
        }

        private byte[] keyContext(int version) {
            return ("data key " + version + " of " + orgId).getBytes(StandardCharsets.UTF_8);
        }
    }
}
