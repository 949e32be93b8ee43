package com.protocolbanks.payroll;

import static com.protocolbanks.payroll.Stage.AWAITING_APPROVAL;
import static com.protocolbanks.payroll.Stage.AWAITING_BANK;
import static com.protocolbanks.payroll.Stage.CANCELLED;
import static com.protocolbanks.payroll.Stage.CONFIRMING;
import static com.protocolbanks.payroll.Stage.DOCUMENTS;
import static com.protocolbanks.payroll.Stage.DONE;
import static com.protocolbanks.payroll.Stage.EXPIRED;
import static com.protocolbanks.payroll.Stage.QUEUED;
import static com.protocolbanks.payroll.Stage.REJECTED;
import static com.protocolbanks.payroll.Stage.SENDING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageTest {
    /** Every allowed move, written a second time: a change of one table must be a change of both. */
    private static final Map<Stage, Set<Stage>> ALLOWED = Map.of(
            AWAITING_APPROVAL, Set.of(QUEUED, REJECTED, EXPIRED, CANCELLED, DOCUMENTS),
            QUEUED, Set.of(AWAITING_APPROVAL, SENDING, AWAITING_BANK, EXPIRED, CANCELLED, DOCUMENTS),
            SENDING, Set.of(CONFIRMING, AWAITING_BANK, AWAITING_APPROVAL, EXPIRED, CANCELLED, DOCUMENTS),
            CONFIRMING, Set.of(SENDING, AWAITING_BANK, AWAITING_APPROVAL, EXPIRED, CANCELLED, DOCUMENTS),
            AWAITING_BANK, Set.of(SENDING, AWAITING_APPROVAL, CANCELLED, DOCUMENTS),
            DOCUMENTS, Set.of(DONE, SENDING, AWAITING_APPROVAL),
            DONE, Set.of(SENDING, AWAITING_APPROVAL),
            EXPIRED, Set.of(AWAITING_APPROVAL),
            REJECTED, Set.of(),
            CANCELLED, Set.of());

    @Test
    void everyOtherMoveIsRefused() {
        for (var from : Stage.values()) {
            for (var to : Stage.values()) {
                assertThat(from.mayBecome(to))
                        .as(from + " -> " + to)
                        .isEqualTo(ALLOWED.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }
}
