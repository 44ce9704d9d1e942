package io.snapwarden.cli;

import com.google.gson.JsonObject;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.Status;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.incident.Step;
import io.snapwarden.incident.Terms;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.TicketDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An operator's desk: a storage of its own, incidents in it, and somebody who is signed in. */
final class Desk implements AutoCloseable {

  static final Principal ALICE =
      Principal.user("aaaaaaaa-0000-0000-0000-000000000001", "alice@contoso.example");
  static final Principal APP =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  static final String PLAN = "9b1c".repeat(16);

  /** A ticket's reference in the ledger. */
  static final String TICKET = "ab".repeat(32) + "/12345678-1234-1234-1234-123456789012";

  static final Instant CREATED = Instant.parse("2026-12-01T11:00:00Z");

  private final Map<String, String> environment = new HashMap<>();
  private final AzureStorage storage;
  private @Nullable IdentityEndpoint identity;

  Desk() {
    environment.put("AzureWebJobsStorage", Azurite.shared().connectionString());
    // Whoever runs the tests may be signed in to Azure: that is not who is meant.
    environment.put("PATH", "");
    storage =
        new AzureStorage(
            environment,
            () -> {
              throw new IllegalStateException("a connection string needs no identity");
            });
  }

  /** Somebody signs in, in the way that a test can serve: as the platform's identity. */
  Desk signedInAs(Principal who) {
    identity = IdentityEndpoint.start(who);
    environment.putAll(identity.environment());
    GivenEnvironment.set(identity.environment());
    return this;
  }

  @Override
  public void close() {
    GivenEnvironment.reset();
    if (identity != null) {
      identity.close();
    }
  }

  Terminal terminal() {
    return Terminal.terminal().in(environment);
  }

  Terminal.Ran run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "incidents";
    System.arraycopy(args, 0, all, 1, args.length);
    return terminal().run(all);
  }

  String connectionString() {
    return environment.get("AzureWebJobsStorage");
  }

  AzureStorage storage() {
    return storage;
  }

  Incidents incidents() {
    return storage.incidents();
  }

  Incident find(IncidentId id) {
    return incidents().find(id).orElseThrow().incident();
  }

  /** Puts an incident there, with as many lines in its journal. */
  Incident keep(Draft draft, String... lines) {
    List<JournalEntry> journal = new ArrayList<>();
    Incident.JournalHead head = Incident.JournalHead.EMPTY;
    for (String line : lines) {
      JournalEntry.Kind kind =
          line.startsWith("intent ") ? JournalEntry.Kind.INTENT : JournalEntry.Kind.NOTE;
      JournalEntry entry = JournalEntry.after(head, CREATED.plusSeconds(head.count()), kind, line);
      journal.add(entry);
      head = new Incident.JournalHead(entry.number(), entry.hash());
    }
    return incidents().insert(draft.incident(head), journal).orElseThrow().incident();
  }

  /** A tracker that was told of a ticket, or that cannot be told. */
  void tell(String ticket, String tracker, @Nullable String reference, @Nullable String problem) {
    var kept =
        storage
            .copies()
            .save(
                null,
                new Copy(
                    ticket,
                    tracker,
                    reference == null
                        ? null
                        : new TicketDesk.Posted(
                            reference, "https://%s.example/%s".formatted(tracker, reference)),
                    true,
                    true,
                    "",
                    0,
                    null,
                    "",
                    0,
                    problem == null ? null : new Copy.Trouble(CREATED, 3, problem, false),
                    null,
                    null));
    if (kept.isEmpty()) {
      throw new AssertionError("it is there already");
    }
  }

  /** Mallory's write, which a person is asked about. */
  static Draft asked() {
    return new Draft().status(Status.AWAITING_APPROVAL).asking(null);
  }

  /** An incident before it is kept. */
  static final class Draft {
    private String snapshot = "nightly-1";
    private String correlation = "correlation-1";
    private Caller caller =
        new Caller(
            Caller.Kind.USER,
            Writes.MALLORY,
            Guid.of("04b07795-8ddb-461a-bbee-02f9e1bf7b46"),
            Writes.OUR_TENANT,
            null,
            Set.of(),
            "mallory@contoso.example",
            null);
    private Status status = Status.TICKETED;
    private Instant created = CREATED;
    private String hold = "";
    private String ticket = "ticket-1";
    private @Nullable Approval approval;
    private @Nullable Cause cause;
    private Step step = step(Step.State.PLANNED, "would put 2 tags on it", List.of());

    Draft of(String name) {
      snapshot = name;
      return this;
    }

    Draft correlated(String id) {
      correlation = id;
      return this;
    }

    Draft by(String name) {
      caller =
          new Caller(
              caller.kind(),
              caller.principal(),
              caller.application(),
              caller.tenant(),
              null,
              Set.of(),
              name,
              null);
      return this;
    }

    Draft status(Status now) {
      status = now;
      return this;
    }

    Draft created(Instant at) {
      created = at;
      return this;
    }

    Draft held(String why) {
      hold = why;
      return this;
    }

    Draft ticketed(String reference) {
      ticket = reference;
      return this;
    }

    Draft asking(Approval.@Nullable Decision decision) {
      approval =
          new Approval(PLAN, created.plus(Duration.ofHours(24)), Guid.of(APP.objectId()), decision);
      return this;
    }

    Draft about(Cause other) {
      cause = other;
      return this;
    }

    /** The step has changed something. */
    Draft changed() {
      step =
          step(
              Step.State.DONE,
              "put 2 tags on it",
              List.of(new Step.Touch(CREATED.plusSeconds(3), CREATED.plusSeconds(4), null)));
      return this;
    }

    private SnapshotWrite write() {
      return Writes.aWrite()
          .by(caller)
          .to(Writes.snapshot("aks-prod-1", snapshot))
          .at(CREATED.minusSeconds(2))
          .from("203.0.113.7")
          .correlated(correlation)
          .build();
    }

    private static Step step(Step.State state, String detail, List<Step.Touch> touches) {
      return new Step(
          "tag-snapshot",
          new JsonObject(),
          state,
          detail,
          List.of(
              new Step.PlannedChange(
                  "put 2 tags on it",
                  "PATCH /subscriptions/5555/nightly-1",
                  "ab".repeat(32),
                  List.of())),
          touches.isEmpty() ? List.of() : List.of("0123/1-tag-snapshot.json"),
          touches,
          0,
          null);
    }

    private Incident incident(Incident.JournalHead head) {
      SnapshotWrite write = write();
      boolean violation = cause == null;
      return new Incident(
          violation ? IncidentId.of(write) : IncidentId.ofDigest("ee".repeat(32)),
          created,
          violation
              ? new Cause.Violation(
                  write, Set.of(ViolationCode.UNKNOWN_CALLER), "no rule names the caller", "prod")
              : cause,
          violation ? Set.of("event-1") : Set.of(),
          new Terms(
              violation ? Mode.APPROVE : Mode.TICKET,
              violation ? "sha256:0f" : "",
              new TicketChoice("ledger", Severity.HIGH, List.of("aks")),
              Duration.ofHours(24),
              10),
          hold,
          null,
          false,
          ticket,
          "",
          Incident.Task.CONTAIN,
          violation ? List.of(step) : List.of(),
          approval,
          status,
          1,
          null,
          null,
          head);
    }
  }
}
