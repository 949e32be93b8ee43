package com.protocolbanks.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
    @Test
    void theFormOfHostingProvidersIsRead() {
        var url = DatabaseUrl.of("postgresql://web:p%40ss@db.example:6432/pb?sslmode=require&pgbouncer=true");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:6432/pb?sslmode=require");
        assertThat(url.user()).contains("web");
        assertThat(url.password()).contains("p@ss");
        assertThat(url.pooled()).isTrue();
    }

    @Test
    void theFormOfTheDriverIsRead() {
        var url = DatabaseUrl.of("jdbc:postgresql://localhost/pb?user=pb_web&password=x");
        assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://localhost/pb");
        assertThat(url.user()).contains("pb_web");
        assertThat(url.pooled()).isFalse();
    }

    @Test
    void thePasswordIsNeverPrinted() {
        assertThat(DatabaseUrl.of("postgresql://web:secret@h/d")).asString().doesNotContain("secret");
    }

    @Test
    void anotherDatabaseIsRefused() {
        assertThatThrownBy(() -> DatabaseUrl.of("mysql://web:secret@h/d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
