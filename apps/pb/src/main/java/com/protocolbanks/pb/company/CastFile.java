package com.protocolbanks.pb.company;

import com.protocolbanks.identity.Organizations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Who acts in a demonstration, kept beside its data so that a later start goes on with the same people and keys. */
public final class CastFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    public CastFile(Path folder) {
        this.file = folder.resolve("demo-company.json");
    }

    private record Kept(UUID organization, DemoCompany.Actor preparer, List<DemoCompany.Actor> approvers) {}

    public void keep(DemoCompany.Cast cast) {
        var kept = new Kept(cast.organization().id(), cast.preparer(), cast.approvers());
        try {
            Files.write(file, JSON.writeValueAsBytes(kept));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The people of an earlier start; empty when there was none. */
    public Optional<DemoCompany.Cast> find(Organizations organizations) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        var kept = JSON.readValue(file.toFile(), Kept.class);
        return organizations
                .find(kept.organization())
                .map(organization -> new DemoCompany.Cast(organization, kept.preparer(), kept.approvers()));
    }
}
