package com.protocolbanks.metering.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogNameTest {
    @TempDir
    Path folder;

    @Test
    void aLogKeepsItsNameWhereverItLiesAndAnEmptiedFolderIsAnother() throws Exception {
        var here = folder.resolve("new/log");
        var name = LogName.of(here, UUID::randomUUID);
        assertThat(LogName.of(here, UUID::randomUUID)).isEqualTo(name);

        var there = Files.move(here, folder.resolve("moved"));
        assertThat(LogName.of(there, UUID::randomUUID)).isEqualTo(name);
        assertThat(LogName.of(here, UUID::randomUUID)).isNotEqualTo(name);
    }
}
