package io.snapwarden.incident;

import com.azure.core.credential.AccessToken;
import com.google.gson.JsonObject;
import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.MemoryPolicyStore;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.remediation.playbook.Playbook;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.ticket.MemoryCopies;
import io.snapwarden.ticket.MemoryTicketBook;
import io.snapwarden.ticket.Mirror;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A sweep with everything around it: a simulated Azure over real HTTP, whose clock the test turns,
 * the real decision, and a queue that is worked on when the test says so.
 */
final class SweepWorld implements AutoCloseable {

  static final Guid ONE = Writes.SUBSCRIPTION;
  static final Guid TWO = Guid.of("99999999-5555-5555-5555-555555555555");
  static final Duration OVERLAP = Duration.ofHours(2);
  static final Principal OURSELVES = World.OURSELVES;
  static final Principal MALLORY = World.MALLORY;
  static final Principal PIPELINE =
      Principal.application(Writes.PIPELINE_PRINCIPAL.toString(), Writes.PIPELINE.toString());

  final Turned clock = new Turned();
  final SimulatedArm azure = SimulatedArm.start(clock::instant);
  private final GeneratedRole role = new GeneratedRole(azure, OURSELVES);
  final MemoryIncidents incidents = new MemoryIncidents();
  final MemoryEvidence evidence = new MemoryEvidence();
  final List<String> queue = new ArrayList<>();
  final List<String> info = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  Watermarks watermarks = new MemoryWatermarks();
  Inbox inbox = queue::add;
  List<Guid> subscriptions = List.of(ONE);
  Mode cap = Mode.TICKET;
  @Nullable String policy;

  private final Intake intake =
      new Intake(
          new CurrentPolicy(
              new PolicyReader(new RemediationSpecs()),
              SweepWorld::sandboxPolicy,
              World.ourselves()));
  private final MemoryTicketBook tickets = new MemoryTicketBook();

  @Override
  public void close() {
    azure.close();
  }

  /** A clock that stands still until it is turned, or goes on by so much whenever it is asked. */
  static final class Turned extends Clock {
    private Instant now = Writes.AT;
    private Duration pace = Duration.ZERO;

    @Override
    public synchronized Instant instant() {
      now = now.plus(pace);
      return now;
    }

    synchronized void turn(Duration by) {
      now = now.plus(by);
    }

    synchronized void pace(Duration each) {
      pace = each;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new IllegalStateException("not needed");
    }
  }

  static ResourceId snapshot(String name) {
    return Writes.snapshot("aks-prod-1", name);
  }

  static ResourceId snapshotInTwo(String name) {
    return Writes.snapshot(TWO, "aks-prod-1", SnapshotKind.NODE_POOL, name);
  }

  /** Somebody writes a snapshot now; gives the event that may or may not arrive. */
  String writes(Principal by, ResourceId target) {
    String correlation = UUID.randomUUID().toString();
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    azure.putSnapshot(target.text(), snapshot, by, clock.now, correlation);
    return Events.snapshotWrite(target, Events.claims(by), clock.now, correlation).toString();
  }

  /** The event arrives. */
  void arrives(String event) {
    queue.addAll(intake.receive(event, policy).messages());
  }

  void sweep() {
    sweep(OVERLAP);
  }

  void sweep(Duration overlap) {
    new Sweep(
            new ActivityLog(arm(), azure.endpoint()),
            watermarks,
            incidents,
            evidence,
            message -> inbox.put(message),
            subscriptions,
            overlap,
            clock)
        .run(record -> intake.receive(record, policy), this::logged, warnings::add);
  }

  /** Workers take all that is in the queue, and what they put back into it. */
  void comeToRest() {
    role.ofPolicy(policy == null ? sandboxPolicy() : policy, cap);
    while (!queue.isEmpty()) {
      new Reception(late(), responder(), desks())
          .receive(MessageJson.read(queue.remove(0)), this::logged);
    }
  }

  /** Whatever a test makes the app log, it is as published. */
  private void logged(String line) {
    info.add(LogSchema.conforming(line));
  }

  /** With no policy in storage that was ever good. */
  private static LateDecision late() {
    return new LateDecision(MemoryPolicyStore::new, unread(), unread());
  }

  private static CurrentPolicy unread() {
    return new CurrentPolicy(new PolicyReader(new RemediationSpecs()), () -> "no policy", null);
  }

  /** None is set up, and none is told. */
  private DeskNews desks() {
    return new DeskNews(
        new Mirror(
            tickets,
            new MemoryCopies(),
            desk -> {
              throw new AssertionError("no desk is set up: " + desk);
            },
            clock,
            () -> "worker"),
        (delay, message) -> {
          throw new AssertionError("no desk is told: " + message);
        });
  }

  private Responder responder() {
    return new Responder(
        new Ports(
            incidents,
            (delay, message) -> queue.add(MessageJson.write(message)),
            queue::add,
            evidence,
            new MemoryTurns(),
            new MemoryBudgets(),
            tickets,
            new MemoryStorms(),
            queue::add),
        new Playbook(arm()),
        cap,
        Guid.of(OURSELVES.objectId()),
        TicketRules.DEFAULT,
        clock,
        new Random(1),
        () -> UUID.randomUUID().toString());
  }

  private Arm arm() {
    Instant expires = Instant.now().plus(Duration.ofHours(1));
    return new AzureArm(
        azure.endpoint(),
        request ->
            Mono.just(new AccessToken(OURSELVES.token(expires), expires.atOffset(ZoneOffset.UTC))));
  }

  /** The filters that Azure was asked with, in order, of first pages only. */
  List<String> filters() {
    return azure.requests().stream()
        .filter(call -> call.query().containsKey("$filter"))
        .filter(call -> !call.query().containsKey("$skiptoken"))
        .map(call -> call.query().get("$filter"))
        .toList();
  }

  private static String sandboxPolicy() {
    try (InputStream in = SweepWorld.class.getResourceAsStream("/sandbox/policy.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
