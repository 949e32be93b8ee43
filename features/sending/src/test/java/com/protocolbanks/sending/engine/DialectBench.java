package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One kind of chain with its faults, and a way to look. */
abstract class DialectBench {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    Bench bench;
    SendingEngine engine;

    private final NodeRules rules;

    DialectBench(NodeRules rules) {
        this.rules = rules;
    }

    @BeforeEach
    void begin() {
        postgres.administrator().acrossOrganizations(dsl -> {
            dsl.execute("truncate nonces, attempts, chain_heights");
            return 0;
        });
        bench = new Bench(postgres.worker(), rules, folder, 0);
        engine = bench.engine();
    }

    @AfterEach
    void end() {
        engine.close();
        bench.close();
    }

    SubjectState.InFlight inFlight(Subject subject) {
        SubjectState state = engine.state(subject);
        assertThat(state).isInstanceOf(SubjectState.InFlight.class);
        return (SubjectState.InFlight) state;
    }

    MinedAttempt succeeded(Subject subject) {
        SubjectState state = engine.state(subject);
        assertThat(state).isInstanceOf(SubjectState.Succeeded.class);
        return ((SubjectState.Succeeded) state).attempt();
    }

    void mineAndLook() {
        mineAndLook(engine);
    }

    void mineAndLook(SendingEngine looking) {
        bench.node.mine(1);
        looking.round();
    }

    int variants() {
        return postgres.administrator().acrossOrganizations(dsl -> dsl.fetchCount(ATTEMPTS));
    }

    Map<Subject, SubjectState> states(List<Subject> subjects) {
        return engine.states(subjects);
    }
}
