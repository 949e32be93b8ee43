package com.protocolbanks.pb.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
    private final List<String> closed = new ArrayList<>();
    private final Opened opened = new Opened();

    @Test
    void whatWasOpenedLastIsClosedFirst() {
        opened.add(part("server"));
        opened.add(part("worker"));
        opened.close();
        assertThat(closed).containsExactly("worker", "server");
    }

    @Test
    void oneThatDoesNotCloseKeepsNoOtherOpen() {
        opened.add(part("server"));
        opened.add(broken("first"));
        opened.add(broken("second"));
        assertThatThrownBy(opened::close)
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("second")
                .satisfies(fault -> assertThat(fault.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("server");
    }

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    private static AutoCloseable broken(String why) {
        return () -> {
            throw new IOException(why);
        };
    }
}
