package com.protocolbanks.fonts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaceTest {
    @ParameterizedTest
    @EnumSource
    void drawsNamesInBothLanguages(Face face) throws Exception {
        var font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(face.read()));

        assertThat(font.canDisplayUpTo("Zoë Müller 张伟 欧阳娜娜 ¥ € ✓")).isEqualTo(-1);
    }

    @Test
    void shipsTheLicence() throws IOException {
        assertThat(text("fonts/LICENSE")).contains("SIL OPEN FONT LICENSE Version 1.1");
    }

    @Test
    void everySliceOfThePagesIsThere() throws IOException {
        var slices = Pattern.compile("url\\(\\./(files/[^)]+)\\)")
                .matcher(text("META-INF/resources/fonts/noto-sans-sc.css"));
        int found = 0;
        while (slices.find()) {
            assertThat(getClass().getClassLoader().getResource("META-INF/resources/fonts/" + slices.group(1)))
                    .as(slices.group(1))
                    .isNotNull();
            found++;
        }
        assertThat(found).isGreaterThan(300);
    }

    private String text(String resource) throws IOException {
        try (var in = Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
