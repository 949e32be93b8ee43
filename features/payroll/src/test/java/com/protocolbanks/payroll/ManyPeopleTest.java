package com.protocolbanks.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ManyPeopleTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final Company company = Company.in(postgres.web());

    @TempDir
    Path folder;

    /** The next month's file meets as many known people. */
    @Test
    void tenThousandPeopleAreStoredInUnderTenSeconds() throws IOException {
        var file = csv(10_000);
        assertThat(seconds(upload(file, Set.of()))).isLessThan(10);
        assertThat(seconds(upload(file, Set.of(ProblemCode.DUPLICATE_FILE)))).isLessThan(10);
    }

    @Test
    void fiftyThousandRowsAreStored() throws IOException {
        var id = company.accepted(upload(csv(50_000), Set.of()));
        assertThat(new Batches(postgres.web())
                        .find(company.id(), id)
                        .orElseThrow()
                        .counts()
                        .pending())
                .isEqualTo(50_000);
    }

    private double seconds(Submission submission) {
        long start = System.nanoTime();
        company.accepted(submission);
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }

    private static Submission upload(Path file, Set<ProblemCode> confirmed) {
        return new Submission(
                "USDT",
                Optional.empty(),
                new Submission.Upload(PayrollFile.of(file), "people.csv"),
                confirmed,
                Optional.empty());
    }

    private Path csv(int count) throws IOException {
        var text = new StringBuilder("name,wallet address,amount\n");
        for (var row : Company.people(count)) {
            text.append(row.get(Column.NAME))
                    .append(',')
                    .append(row.get(Column.WALLET))
                    .append(',')
                    .append(row.get(Column.AMOUNT))
                    .append('\n');
        }
        return Files.writeString(folder.resolve("people.csv"), text);
    }
}
