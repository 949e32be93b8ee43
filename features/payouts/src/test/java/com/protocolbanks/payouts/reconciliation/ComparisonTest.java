package com.protocolbanks.payouts.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.ChunkWord;
import com.protocolbanks.evm.contracts.Erc20Calls.Transfer;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payouts.reconciliation.Difference.Kind;
import com.protocolbanks.payroll.settlement.BookedRun;
import com.protocolbanks.payroll.settlement.BookedRun.Leg;
import com.protocolbanks.payroll.settlement.BookedRun.Word;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Address WALLET = Address.of("0x00000000000000000000000000000000000000aa");
    private static final Address TOKEN = Address.of("0x00000000000000000000000000000000000000bb");
    private static final Address ANA = Address.of("0x0000000000000000000000000000000000000001");
    private static final Address BEN = Address.of("0x0000000000000000000000000000000000000002");
    private static final Hash32 TX = Hash32.of(BigInteger.TEN);
    private static final BigInteger RAN = BigInteger.ONE.shiftLeft(255);

    @Test
    void booksThatSayWhatTheChainSaysHaveNoDifference() {
        var booked = booked(leg(0, ANA, 100, true), leg(1, BEN, 50, false));

        assertThat(Comparison.of(booked, chain(0b01, 100, moved(ANA, 100)))).isEmpty();
    }

    @Test
    void aPaymentTheBooksDoNotKnowIsNamedBeforeItIsPaidAgain() {
        var booked = booked(leg(0, ANA, 100, true), leg(1, BEN, 50, false));

        assertThat(Comparison.of(booked, chain(0b11, 150, moved(ANA, 100), moved(BEN, 50))))
                .extracting(Difference::kind, Difference::units)
                .contains(
                        tuple(Kind.PAID_NOT_BOOKED, BigInteger.valueOf(50)),
                        tuple(Kind.TOTAL_DIFFERS, BigInteger.valueOf(50)));
    }

    @Test
    void aPaymentTheChainDoesNotKnowIsNamed() {
        var booked = booked(leg(0, ANA, 100, true), leg(1, BEN, 50, true));

        var found = Comparison.of(booked, chain(0b01, 100, moved(ANA, 100)));

        assertThat(found).extracting(Difference::kind).containsExactly(Kind.BOOKED_NOT_PAID, Kind.TOTAL_DIFFERS);
        assertThat(found.getFirst().payment().orElseThrow().row()).isEqualTo(2);
    }

    @Test
    void theContractsWordWithoutTheTokensMovementIsNotBelieved() {
        var booked = booked(leg(0, ANA, 100, true));

        assertThat(Comparison.of(booked, chain(0b1, 100)))
                .extracting(Difference::kind)
                .containsExactly(Kind.NOT_MOVED);
    }

    /** An endpoint may lack a receipt for a while; that says nothing about the payment. */
    @Test
    void aMissingReceiptProvesNothing() {
        var booked = booked(leg(0, ANA, 100, true));
        var word = new ChunkWord(RAN.or(BigInteger.ONE));

        assertThat(Comparison.of(booked, new ChainRun(List.of(word), BigInteger.valueOf(100), Map.of())))
                .isEmpty();
    }

    @Test
    void whatStandsOutsideTheSignedListWasNeverPaid() {
        var beyond = new Leg(new UUID(0, 1), 1, 7, 0, ANA, BigInteger.valueOf(100), new Word.Paid(TX));

        assertThat(Comparison.of(booked(beyond), chain(0b0, 0)))
                .extracting(Difference::kind)
                .containsExactly(Kind.BOOKED_NOT_PAID, Kind.TOTAL_DIFFERS);
    }

    @Test
    void oneMovementProvesOnePaymentOnly() {
        var booked = booked(leg(0, ANA, 100, true), leg(1, ANA, 100, true));

        assertThat(Comparison.of(booked, chain(0b11, 200, moved(ANA, 100))))
                .extracting(Difference::kind)
                .containsExactly(Kind.NOT_MOVED);
    }

    @Test
    void whatMovedBesideTheListIsNamedWithItsReceiver() {
        var booked = booked(leg(0, ANA, 100, true));

        assertThat(Comparison.of(booked, chain(0b1, 100, moved(ANA, 100), moved(BEN, 7))))
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.kind()).isEqualTo(Kind.MOVED_BESIDE);
                    assertThat(difference.to()).contains(BEN);
                    assertThat(difference.units()).isEqualTo(BigInteger.valueOf(7));
                });
    }

    /** A payment taken into a later run must not have been paid in the earlier one. */
    @Test
    void aPlaceThatWasLeftAndYetPaidIsNamed() {
        var places = new BookedRun.Places(2, 200);
        var left = new BookedRun(
                1, new Asset("USDC", 6, "USD"), contracts(), Hash32.ZERO, places, List.of(leg(0, ANA, 100, true)));

        assertThat(Comparison.of(left, chain(0b11, 150, moved(ANA, 100))))
                .extracting(Difference::kind)
                .containsExactly(Kind.PAID_NOT_BOOKED, Kind.TOTAL_DIFFERS);
    }

    @Test
    void bitsOfAChunkThatNeverRanSayNothing() {
        var booked = booked(leg(0, ANA, 100, false));
        var never = new ChainRun(List.of(new ChunkWord(BigInteger.ZERO)), BigInteger.ZERO, Map.of());

        assertThat(Comparison.of(booked, never)).isEmpty();
    }

    private static BookedRun booked(Leg... legs) {
        return new BookedRun(
                1,
                new Asset("USDC", 6, "USD"),
                contracts(),
                Hash32.ZERO,
                new BookedRun.Places(legs.length, 200),
                List.of(legs));
    }

    private static BookedRun.Contracts contracts() {
        return new BookedRun.Contracts(WALLET, Address.ZERO, TOKEN, PayMode.MODULE);
    }

    private static Leg leg(int place, Address to, long units, boolean paid) {
        return new Leg(
                new UUID(0, place),
                place + 1,
                0,
                place,
                to,
                BigInteger.valueOf(units),
                paid ? new Word.Paid(TX) : new Word.Failed());
    }

    private static Transfer moved(Address to, long units) {
        return new Transfer(TOKEN, WALLET, to, BigInteger.valueOf(units));
    }

    private static ChainRun chain(long bits, long paid, Transfer... moved) {
        return new ChainRun(
                List.of(new ChunkWord(RAN.or(BigInteger.valueOf(bits)))),
                BigInteger.valueOf(paid),
                Map.of(TX, List.of(moved)));
    }
}
