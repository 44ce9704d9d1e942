package io.snapwarden.incident;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.google.gson.JsonObject;
import io.snapwarden.TurnedClock;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Severity;
import io.snapwarden.policy.TicketChoice;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.playbook.Playbook;
import io.snapwarden.remediation.snapshot.DeleteSnapshot;
import io.snapwarden.remediation.snapshot.LockSnapshot;
import io.snapwarden.remediation.snapshot.TagSnapshot;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.MemoryCopies;
import io.snapwarden.ticket.MemoryDesk;
import io.snapwarden.ticket.MemoryTicketBook;
import io.snapwarden.ticket.Mirror;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import io.snapwarden.ticket.TicketDesk;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The engine with everything around it: a queue, a clock that the test turns, stores in memory, and
 * a simulated Azure over real HTTP. Its worker may be killed at any side effect.
 */
final class World implements AutoCloseable {

  static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  static final Principal MALLORY =
      Principal.user(Writes.MALLORY.toString(), Writes.user(Writes.MALLORY).name());

  private static final AtomicInteger NAMES = new AtomicInteger();

  final SimulatedArm arm;
  private final GeneratedRole role;
  private final List<ResponseRule> responses = new ArrayList<>();
  final MemoryIncidents incidents = new MemoryIncidents();
  final MemoryEvidence evidence = new MemoryEvidence();
  final MemoryTurns turns = new MemoryTurns();
  final MemoryBudgets budgets = new MemoryBudgets();
  final List<String> redriven = new ArrayList<>();
  private final List<String> stranded = new ArrayList<>();
  private final List<Function<Arm, Remediation>> more = new ArrayList<>();
  final Fuse fuse = new Fuse();
  final List<String> log = new ArrayList<>();
  final ResourceId target = Writes.snapshot("aks-prod-1", "crash-" + NAMES.incrementAndGet());

  private final List<Delivery> queue = new ArrayList<>();
  private final TurnedClock clock = new TurnedClock(Writes.AT.plusSeconds(10));
  final MemoryTicketBook tickets = new MemoryTicketBook(clock);
  final MemoryStorms storms = new MemoryStorms();
  final MemoryCopies copies = new MemoryCopies();
  final MemoryDesk jira = new MemoryDesk("jira");
  private Mode cap = Mode.REMEDIATE;
  private int deliveries;
  private int limit = 10;
  private TicketRules rules = TicketRules.DEFAULT;
  private List<String> desks = List.of("ledger");

  World(SimulatedArm arm) {
    this.arm = arm;
    this.role = new GeneratedRole(arm, OURSELVES);
  }

  /** With an Azure that has the same time. */
  World() {
    this.arm = SimulatedArm.start(clock::instant);
    this.role = new GeneratedRole(arm, OURSELVES);
  }

  @Override
  public void close() {
    arm.close();
  }

  /** The worker process is gone. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Kills the worker at one side effect, before it or after it; then nothing works any more. */
  static final class Fuse {
    private int effects;
    private int killAt;
    private boolean after;
    private boolean dead;

    void set(int at, boolean afterIt) {
      killAt = at;
      after = afterIt;
      effects = 0;
      dead = false;
    }

    int effects() {
      return effects;
    }

    boolean burnt() {
      return dead;
    }

    <T> T around(java.util.function.Supplier<T> effect) {
      if (dead) {
        throw new Killed();
      }
      effects++;
      if (effects == killAt && !after) {
        dead = true;
        throw new Killed();
      }
      T result = effect.get();
      if (effects == killAt) {
        dead = true;
        throw new Killed();
      }
      return result;
    }
  }

  private record Delivery(String message, Instant due) {}

  Instant now() {
    return clock.instant();
  }

  void capAt(Mode mode) {
    cap = mode;
  }

  /** Further messages name these desks. */
  void ticketsAt(String... names) {
    desks = List.of(names);
  }

  void ticketsBy(TicketRules ticketRules) {
    rules = ticketRules;
  }

  /** Further messages carry this limit of targets per hour. */
  void limitTo(int targetsPerHour) {
    limit = targetsPerHour;
  }

  /** Mallory writes the snapshot, and Azure knows it. */
  void malloryWrites() {
    malloryWrites(target);
  }

  void malloryWrites(ResourceId to) {
    JsonObject tags = new JsonObject();
    tags.addProperty("team", "blue");
    JsonObject snapshot = new JsonObject();
    snapshot.addProperty("location", "westeurope");
    snapshot.add("tags", tags);
    snapshot.add("properties", new JsonObject());
    arm.putSnapshot(to.text(), snapshot, MALLORY, Writes.AT);
  }

  SnapshotWrite write(String event) {
    return write(event, target, "correlation of " + target.name(), Writes.AT);
  }

  static SnapshotWrite write(String event, ResourceId to, String correlation, Instant at) {
    return Writes.aWrite()
        .by(Writes.user(Writes.MALLORY))
        .to(to)
        .at(at)
        .event(event)
        .correlated(correlation)
        .build();
  }

  /** What the trigger hands over about Mallory's write. */
  IncidentMessage.Detected detected(String event, Mode mode, String... remediations) {
    return detected(write(event), mode, remediations);
  }

  /** The same with these remediations. */
  IncidentMessage.Detected with(
      IncidentMessage.Detected detected, List<RemediationChoice> remediations) {
    ResponseRule old = detected.response();
    return new IncidentMessage.Detected(
        detected.write(),
        detected.codes(),
        detected.reason(),
        new ResponseRule(
            old.id(),
            old.targets(),
            old.violations(),
            old.mode(),
            remediations,
            old.ticket(),
            old.approvalExpires()),
        detected.policyHash(),
        detected.targetsPerHour());
  }

  IncidentMessage.Detected detected(SnapshotWrite write, Mode mode, String... remediations) {
    List<RemediationChoice> choices = new ArrayList<>();
    for (String remediation : remediations) {
      choices.add(new RemediationChoice(remediation, new JsonObject()));
    }
    return new IncidentMessage.Detected(
        write,
        Set.of(ViolationCode.UNKNOWN_CALLER),
        "no rule names the caller",
        new ResponseRule(
            "production",
            List.of(),
            Set.of(),
            mode,
            choices,
            new TicketChoice(desks, Severity.HIGH, List.of("aks")),
            ResponseRule.APPROVAL_EXPIRES),
        "sha256:test",
        limit);
  }

  /** Puts a message into the queue. */
  void enqueue(IncidentMessage message) {
    fuse.around(() -> queue.add(new Delivery(MessageJson.write(message), clock.instant())));
  }

  /** Turns the clock. */
  void pass(Duration time) {
    clock.pass(time);
  }

  /** Works until nothing is due by then; what is due later stays in the queue. */
  void workUntil(Instant end) {
    while (queue.stream().anyMatch(delivery -> !delivery.due().isAfter(end))) {
      deliverNext();
    }
  }

  /** Works on what is due now. */
  void workNow() {
    workUntil(clock.instant());
  }

  void loseMessages() {
    queue.clear();
  }

  /** How much waits in the queue. */
  int waiting() {
    return queue.size();
  }

  /**
   * Works until the queue is empty, turning the clock where only waiting helps. A message whose
   * worker was killed stays in the queue, and the next worker is a new one.
   */
  void comeToRest() {
    for (int rounds = 0; !queue.isEmpty(); rounds++) {
      if (rounds > 500) {
        throw new AssertionError("does not come to rest:\n" + String.join("\n", log));
      }
      deliverNext();
    }
  }

  private void deliverNext() {
    Delivery next = queue.stream().min(Comparator.comparing(Delivery::due)).orElseThrow();
    if (next.due().isAfter(clock.instant())) {
      clock.turnTo(next.due());
    }
    try {
      deliveries++;
      receive(MessageJson.read(next.message()));
      if (fuse.burnt()) {
        throw new AssertionError("a killed worker went on");
      }
      queue.remove(next);
    } catch (Killed killed) {
      log.add("killed");
      fuse.set(0, false);
    }
  }

  private void receive(IncidentMessage message) {
    if (message instanceof IncidentMessage.Detected detected) {
      responses.add(detected.response());
    }
    role.of(responses, cap);
    if (message instanceof IncidentMessage.Tell news) {
      desks().bring(news, this::logged);
    } else {
      worker().receive(message, this::logged);
    }
  }

  /** Whatever a test makes the app log, it is as published. */
  private void logged(String line) {
    log.add(LogSchema.conforming(line));
  }

  private DeskNews desks() {
    Mirror mirror =
        new Mirror(
            new FusedTickets(),
            new FusedCopies(),
            name -> {
              if (name.equals(jira.name())) {
                return new FusedDesk();
              }
              throw DeskException.failed(name + " is not set up");
            },
            clock,
            () -> UUID.randomUUID().toString());
    return new DeskNews(mirror, this::schedule);
  }

  int deliveries() {
    return deliveries;
  }

  /** One more remediation that a policy may choose; we have the rights that it declares. */
  void knows(Function<Arm, Remediation> remediation) {
    more.add(remediation);
    Remediation unconnected =
        remediation.apply(
            request -> {
              throw new AssertionError("nothing is to be asked: " + request);
            });
    arm.hold(OURSELVES, unconnected.spec().permissions().stream().map(Permission::action).toList());
  }

  private Playbook playbook(Arm azure) {
    List<Remediation> all =
        new ArrayList<>(
            List.of(new TagSnapshot(azure), new LockSnapshot(azure), new DeleteSnapshot(azure)));
    more.forEach(each -> all.add(each.apply(azure)));
    return new Playbook(azure, all);
  }

  private Responder worker() {
    Arm azure = connected();
    return new Responder(
        new Ports(
            new FusedIncidents(),
            this::schedule,
            this::put,
            new FusedEvidence(),
            new FusedTurns(),
            new FusedBudgets(),
            new FusedTickets(),
            new FusedStorms(),
            event -> fuse.around(() -> redriven.add(event))),
        playbook(
            request ->
                request.method() == ArmRequest.Method.GET
                    ? azure.send(request)
                    : fuse.around(() -> azure.send(request))),
        cap,
        ourselves(),
        rules,
        clock,
        new Random(1),
        () -> UUID.randomUUID().toString());
  }

  /** Azure as the app reaches it. */
  private Arm connected() {
    return new AzureArm(
        arm.endpoint(), token(OURSELVES.token(Instant.now().plus(Duration.ofHours(1)))));
  }

  /** We delete a snapshot, out of the blue; gives the status. */
  int asksToDelete(ResourceId snapshot) {
    return connected()
        .send(new ArmRequest(ArmRequest.Method.DELETE, snapshot.text(), "2025-09-01", null, null))
        .status();
  }

  private void schedule(Duration delay, IncidentMessage message) {
    String text = MessageJson.write(message);
    fuse.around(() -> queue.add(new Delivery(text, clock.instant().plus(delay))));
  }

  private void put(String message) {
    fuse.around(() -> queue.add(new Delivery(message, clock.instant())));
  }

  /** What people ask for from outside. */
  Operations operations() {
    return new Operations(incidents, this::put, clock);
  }

  /** The timer finds what nobody comes back to. */
  void rescue() {
    new Rescue(incidents, this::schedule, this::bringBack, clock).run(this::logged);
  }

  /** What failed even as poison. */
  void strand(IncidentMessage message) {
    stranded.add(MessageJson.write(message));
  }

  private int bringBack() {
    int count = stranded.size();
    stranded.forEach(this::put);
    stranded.clear();
    return count;
  }

  private static TokenCredential token(String token) {
    return request ->
        Mono.just(new AccessToken(token, Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC)));
  }

  /** The only incident. */
  Incident incident() {
    List<Incident> all = incidents.all();
    if (all.size() != 1) {
      throw new AssertionError(all.size() + " incidents");
    }
    return all.get(0);
  }

  /** The incident of a write. */
  Incident incident(SnapshotWrite write) {
    return incidents.find(IncidentId.of(write)).orElseThrow().incident();
  }

  List<String> journal(IncidentId id) {
    return incidents.journal(id).stream().map(JournalEntry::text).toList();
  }

  static Guid ourselves() {
    return Guid.of(OURSELVES.objectId());
  }

  private final class FusedIncidents implements Incidents {
    @Override
    public Optional<Stored> find(IncidentId id) {
      return incidents.find(id);
    }

    @Override
    public Optional<Stored> insert(Incident incident, List<JournalEntry> journal) {
      return fuse.around(() -> incidents.insert(incident, journal));
    }

    @Override
    public Optional<Stored> save(Stored from, Incident next, List<JournalEntry> appended) {
      return fuse.around(() -> incidents.save(from, next, appended));
    }

    @Override
    public List<JournalEntry> journal(IncidentId id) {
      return incidents.journal(id);
    }

    @Override
    public List<Incident> onTarget(ResourceId onTarget) {
      return incidents.onTarget(onTarget);
    }

    @Override
    public void each(Set<Incident.Status> statuses, Consumer<Incident> to) {
      incidents.each(statuses, to);
    }
  }

  private final class FusedTurns implements Turns {
    @Override
    public boolean take(IncidentId id, Instant now, Instant until) {
      return fuse.around(() -> turns.take(id, now, until));
    }

    @Override
    public void release(IncidentId id) {
      fuse.around(
          () -> {
            turns.release(id);
            return id;
          });
    }
  }

  private final class FusedBudgets implements Budgets {
    @Override
    public Optional<Stored> find(Guid subscription) {
      return budgets.find(subscription);
    }

    @Override
    public boolean save(Stored from, Budget next) {
      return fuse.around(() -> budgets.save(from, next));
    }

    @Override
    public List<Budget> all() {
      return budgets.all();
    }
  }

  private final class FusedEvidence implements Evidence {
    @Override
    public String keep(IncidentId id, String name, String text) {
      return fuse.around(() -> evidence.keep(id, name, text));
    }

    @Override
    public Optional<String> read(String reference) {
      return evidence.read(reference);
    }

    @Override
    public Optional<String> unreadable(String sha256) {
      return evidence.unreadable(sha256);
    }
  }

  private final class FusedTickets implements TicketBook {
    @Override
    public Optional<Opened> findOpen(String fingerprint) {
      return tickets.findOpen(fingerprint);
    }

    @Override
    public Optional<Entry> find(String reference) {
      return tickets.find(reference);
    }

    @Override
    public String openedBy(String reference) {
      return tickets.openedBy(reference);
    }

    @Override
    public Opened open(Ticket ticket, String openedBy) {
      return fuse.around(() -> tickets.open(ticket, openedBy));
    }

    @Override
    public void comment(String reference, Ticket.Comment comment) {
      effect(() -> tickets.comment(reference, comment));
    }

    @Override
    public void unsettle(String reference, String incident) {
      effect(() -> tickets.unsettle(reference, incident));
    }

    @Override
    public void settle(String reference, String incident, boolean close) {
      effect(() -> tickets.settle(reference, incident, close));
    }
  }

  private final class FusedStorms implements Storms {
    @Override
    public Optional<Stored> find(String caller) {
      return storms.find(caller);
    }

    @Override
    public boolean save(Stored from, Storm next) {
      return fuse.around(() -> storms.save(from, next));
    }
  }

  private final class FusedCopies implements Copies {
    @Override
    public Optional<Stored> find(String ticket, String desk) {
      return copies.find(ticket, desk);
    }

    @Override
    public Optional<Stored> save(Stored from, Copy next) {
      return fuse.around(() -> copies.save(from, next));
    }

    @Override
    public List<Copy> of(String ticket) {
      return copies.of(ticket);
    }

    @Override
    public void each(Consumer<Copy> to) {
      copies.each(to);
    }
  }

  private final class FusedDesk implements TicketDesk {
    @Override
    public String name() {
      return jira.name();
    }

    @Override
    public Optional<Posted> find(String mark) {
      return jira.find(mark);
    }

    @Override
    public Posted open(String mark, Ticket ticket) {
      return fuse.around(() -> jira.open(mark, ticket));
    }

    @Override
    public boolean heard(Posted ticket, String mark) {
      return jira.heard(ticket, mark);
    }

    @Override
    public void comment(Posted ticket, Note note) {
      effect(() -> jira.comment(ticket, note));
    }

    @Override
    public boolean isOpen(Posted ticket) {
      return jira.isOpen(ticket);
    }

    @Override
    public void close(Posted ticket, Note why) {
      effect(() -> jira.close(ticket, why));
    }

    @Override
    public void reopen(Posted ticket, Note why) {
      effect(() -> jira.reopen(ticket, why));
    }
  }

  private void effect(Runnable effect) {
    fuse.around(
        () -> {
          effect.run();
          return true;
        });
  }
}
