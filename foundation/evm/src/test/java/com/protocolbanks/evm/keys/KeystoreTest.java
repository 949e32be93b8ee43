package com.protocolbanks.evm.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystoreTest {
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.valueOf(123_456_789)));

    @TempDir
    Path folder;

    /** The PBKDF2 vector of the Web3 Secret Storage definition. */
    @Test
    void opensThePublishedVector() throws Exception {
        Path file = folder.resolve("vector.json");
        Files.writeString(file, """
                {"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},
                "ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2",
                "kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",
                "salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
                "mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},
                "id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}""");
        assertThat(Bytes.hex(Keystore.open(file, "testpassword").secret()))
                .isEqualTo("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d");
    }

    @Test
    void opensWhatItCreates() throws Exception {
        Path file = folder.resolve("key.json");
        Keystore.create(file, KEY, "päss", new SecureRandom());
        assertThat(Keystore.open(file, "päss").address()).isEqualTo(KEY.address());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(file))
                .doesNotContain(Bytes.hex(KEY.secret()).substring(2));
    }

    @Test
    void refusesAWrongPasswordAndOtherFiles() throws Exception {
        Path file = folder.resolve("key.json");
        Keystore.create(file, KEY, "right", new SecureRandom());
        assertThatThrownBy(() -> Keystore.open(file, "wrong")).isInstanceOf(KeystoreRefused.class);
        assertThatThrownBy(() -> Keystore.create(file, KEY, "x", new SecureRandom()))
                .isInstanceOf(FileAlreadyExistsException.class);

        Path other = folder.resolve("other.json");
        for (String text : new String[] {"", "{}", "[]", "{\"crypto\":{\"kdf\":\"scrypt\"}}", "not json"}) {
            Files.writeString(other, text);
            assertThatThrownBy(() -> Keystore.open(other, "x")).isInstanceOf(KeystoreRefused.class);
        }
        Files.writeString(other, Files.readString(file).replaceAll("\"n\" : \\d+", "\"n\" : 1073741824"));
        assertThatThrownBy(() -> Keystore.open(other, "right")).isInstanceOf(KeystoreRefused.class);
    }
}
