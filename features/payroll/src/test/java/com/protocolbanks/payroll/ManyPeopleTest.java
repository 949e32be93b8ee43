package com.protocolbanks.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void tenThousandPeopleAreStoredAndMetAgain() throws IOException {
        var file = csv(10_000);
        company.accepted(upload(file, Set.of()));
        var again = company.accepted(upload(file, Set.of(ProblemCode.DUPLICATE_FILE)));
        assertThat(new Batches(postgres.web())
                        .find(company.id(), again)
                        .orElseThrow()
                        .counts()
                        .pending())
                .isEqualTo(10_000);
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
