package com.protocolbanks.evm.keys;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An encrypted key file: Web3 Secret Storage version 3, as wallets and nodes write it (scrypt with r = 8 or more, as RFC 7914 wants for their costs, or PBKDF2). */
public final class Keystore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HexFormat HEX = HexFormat.of();
    /** 32 MiB and about 0.1 s: what a worker with little memory can open. */
    private static final int SCRYPT_COST = 1 << 15;

    private static final int SCRYPT_BLOCK = 8;
    private static final long MOST_SCRYPT_BYTES = 300L << 20;
    private static final int MOST_ROUNDS = 10_000_000;

    private Keystore() {}

    /**
     * Opens the file of one key.
     *
     * @throws KeystoreRefused when the password is wrong or the file is no key file
     * @throws IOException when the file cannot be read
     */
    public static SigningKey open(Path file, String password) throws IOException {
        String text = Files.readString(file);
        try {
            JsonNode crypto = JSON.readTree(text).path("crypto");
            return opened(crypto, password.getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new KeystoreRefused("not a version 3 key file: " + file.getFileName(), e);
        } catch (GeneralSecurityException e) {
            throw new KeystoreRefused("cannot decrypt: " + file.getFileName(), e);
        }
    }

    /**
     * Writes the key to a new file that only its owner may read.
     *
     * @throws IOException when the file exists or cannot be written
     */
    public static void create(Path file, SigningKey key, String password, SecureRandom random) throws IOException {
        byte[] salt = new byte[32];
        byte[] vector = new byte[16];
        random.nextBytes(salt);
        random.nextBytes(vector);
        byte[] derived =
                SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, SCRYPT_COST, SCRYPT_BLOCK, 1, 32);
        byte[] text;
        try {
            text = document(key, salt, vector, derived).toPrettyString().getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing from this Java", e);
        }
        Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(file, text);
    }

    private static ObjectNode document(SigningKey key, byte[] salt, byte[] vector, byte[] derived)
            throws GeneralSecurityException {
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, derived, vector, key.secret());
        ObjectNode file = JSON.createObjectNode();
        file.put("version", 3);
        file.put("id", UUID.nameUUIDFromBytes(salt).toString());
        file.put("address", key.address().lower().substring(2));
        ObjectNode crypto = file.putObject("crypto");
        crypto.put("cipher", "aes-128-ctr");
        crypto.putObject("cipherparams").put("iv", HEX.formatHex(vector));
        crypto.put("ciphertext", HEX.formatHex(sealed));
        crypto.put("kdf", "scrypt");
        crypto.putObject("kdfparams")
                .put("n", SCRYPT_COST)
                .put("r", SCRYPT_BLOCK)
                .put("p", 1)
                .put("dklen", 32)
                .put("salt", HEX.formatHex(salt));
        crypto.put("mac", HEX.formatHex(mac(derived, sealed)));
        return file;
    }

    private static SigningKey opened(JsonNode crypto, byte[] password) throws GeneralSecurityException {
        require(crypto.path("cipher").asString("").equals("aes-128-ctr"), "cipher");
        byte[] derived = derived(crypto, password);
        byte[] sealed = hex(crypto.path("ciphertext"));
        require(sealed.length == 32, "ciphertext");
        if (!MessageDigest.isEqual(mac(derived, sealed), hex(crypto.path("mac")))) {
            throw new KeystoreRefused("the password is wrong");
        }
        byte[] vector = hex(crypto.path("cipherparams").path("iv"));
        return SigningKey.of(new Hash32(cipher(Cipher.DECRYPT_MODE, derived, vector, sealed)));
    }

    private static byte[] derived(JsonNode crypto, byte[] password) {
        JsonNode how = crypto.path("kdfparams");
        byte[] salt = hex(how.path("salt"));
        require(how.path("dklen").asInt(0) == 32, "dklen");
        return switch (crypto.path("kdf").asString("")) {
            case "scrypt" -> {
                int cost = how.path("n").asInt(0);
                int block = how.path("r").asInt(0);
                int parallel = how.path("p").asInt(0);
                require(block > 0 && block <= 64 && parallel > 0 && parallel <= 16, "r, p");
                require(cost > 1 && 128L * cost * block <= MOST_SCRYPT_BYTES, "n");
                yield SCrypt.generate(password, salt, cost, block, parallel, 32);
            }
            case "pbkdf2" -> {
                int rounds = how.path("c").asInt(0);
                require(rounds > 0 && rounds <= MOST_ROUNDS, "c");
                require(how.path("prf").asString("").equals("hmac-sha256"), "prf");
                PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
                generator.init(password, salt, rounds);
                yield ((KeyParameter) generator.generateDerivedMacParameters(256)).getKey();
            }
            default -> throw new IllegalArgumentException("kdf");
        };
    }

    private static byte[] mac(byte[] derived, byte[] sealed) {
        return Keccak.hash(Arrays.copyOfRange(derived, 16, 32), sealed).bytes();
    }

    private static byte[] cipher(int mode, byte[] derived, byte[] vector, byte[] data) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, 0, 16, "AES"), new IvParameterSpec(vector));
        return cipher.doFinal(data);
    }

    private static byte[] hex(JsonNode node) {
        String text = node.asString("");
        return Bytes.parse(text.startsWith("0x") ? text : "0x" + text);
    }

    private static void require(boolean met, String field) {
        if (!met) {
            throw new IllegalArgumentException("unsupported: " + field);
        }
    }
}
