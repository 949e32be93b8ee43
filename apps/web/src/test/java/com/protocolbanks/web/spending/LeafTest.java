package com.protocolbanks.web.spending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LeafTest {
    @Test
    void theLivePartIsAskedForAtTheSamePlace() {
        assertThat(Leaf.of(List.of(), 50, "").query("part=live")).isEqualTo("?part=live");
        assertThat(Leaf.of(List.of(), 50, "0x01-7").query("part=live")).isEqualTo("?part=live&before=0x01-7");
        assertThat(Leaf.of(List.of(), 50, "").query("")).isEmpty();
        assertThat(Leaf.of(List.of(), 50, "").older()).isEmpty();
    }
}
