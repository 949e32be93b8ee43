package com.protocolbanks.web.progress;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.redis.Doorbell;
import com.protocolbanks.web.api.Rights;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A batch's events as they happen (server-sent events), resumable by {@code Last-Event-ID}.
 *
 * <p>What is sent comes from the numbered events alone; the doorbell only says when to look, and without it each
 * stream looks every two seconds.
 */
@RestController
class EventsApi {
    private static final Logger LOG = LoggerFactory.getLogger(EventsApi.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration SIGN_OF_LIFE_EVERY = Duration.ofSeconds(15);

    /** After this long the browser connects anew, and its session is asked for again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int AT_ONCE = 500;

    private final Batches batches;
    private final Database database;
    private final Doorbell doorbell;
    private final Clock clock;

    EventsApi(Batches batches, Database database, Doorbell doorbell, Clock clock) {
        this.batches = batches;
        this.database = database;
        this.doorbell = doorbell;
        this.clock = clock;
    }

    /** Each stream occupies one virtual thread; {@code after} stands in for the header a browser cannot set. */
    @GetMapping("/api/v1/payout-batches/{id}/events")
    void events(
            Caller caller,
            @PathVariable UUID id,
            @RequestHeader(name = "Last-Event-ID", required = false) Optional<Long> last,
            @RequestParam Optional<Long> after,
            HttpServletResponse response)
            throws IOException {
        Rights.require(caller, Permission.PAYOUTS_READ);
        if (batches.find(caller.orgId(), id).isEmpty()) {
            throw Rights.absent();
        }
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            stream(caller.orgId(), id, last.or(() -> after).orElse(0L), response);
        } catch (IOException gone) {
            LOG.debug("the reader of batch {} is gone", id, gone);
        }
    }

    private void stream(UUID orgId, UUID batchId, long after, HttpServletResponse out) throws IOException {
        long seen = after;
        var started = clock.instant();
        var sent = started;
        write(out, "retry: 1000\n\n");
        try (var bell = doorbell.at("batch:" + batchId)) {
            while (Duration.between(started, clock.instant()).compareTo(LONGEST) < 0) {
                var news = BatchEvents.after(database, orgId, batchId, seen, AT_ONCE);
                for (var event : news) {
                    write(
                            out,
                            "id: " + event.seq() + "\nevent: " + event.type() + "\ndata: {\"seq\":" + event.seq()
                                    + ",\"type\":\"" + event.type() + "\",\"at\":\"" + event.at() + "\",\"data\":"
                                    + event.data() + "}\n\n");
                    seen = event.seq();
                }
                if (!news.isEmpty()) {
                    sent = clock.instant();
                } else if (Duration.between(sent, clock.instant()).compareTo(SIGN_OF_LIFE_EVERY) >= 0) {
                    write(out, ":\n\n");
                    sent = clock.instant();
                }
                if (news.size() < AT_ONCE) {
                    bell.await(LOOK_EVERY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpServletResponse out, String text) throws IOException {
        out.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        out.flushBuffer();
    }
}
