package com.protocolbanks.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/** Packages form no ring, within a room or across rooms. */
class CyclesTest {
    private static final DescribedPredicate<JavaClass> GENERATED =
            DescribedPredicate.describe("generated from the migrations", House::isGenerated);

    @Test
    void packagesFormNoCycle() {
        slices().matching("com.protocolbanks.(**)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(GENERATED, GENERATED)
                .check(House.classes());
    }
}
