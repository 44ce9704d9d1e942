package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.playbook.Playbook;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A playbook in front of a simulated Azure, over HTTP, with the app's own pipeline and identity;
 * and a stand-in for the incident engine, which makes one change at a time and then looks again.
 * The identity may do what the remediation's spec declares, and nothing else.
 */
public final class Lab implements AutoCloseable {

  public static final String INCIDENT = "0123456789abcdef-0123456789abcdef01234567";

  /** Another incident of the same snapshot. */
  public static final String OTHER_INCIDENT = "0123456789abcdef-ffffffffffffffffffffffff";

  public static final Principal SNAPWARDEN =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  public static final Principal ALICE =
      Principal.user(Writes.ALICE.toString(), "Alice@contoso.example");

  public static final Principal MALLORY =
      Principal.user(Writes.MALLORY.toString(), "mallory@contoso.example");

  /** How much time passes between two looks, if nobody asks for more. */
  private static final Duration TICK = Duration.ofSeconds(10);

  private static final int PATIENCE = 300;

  public final SnapshotWrite write;
  public final String id;
  public final SimulatedArm azure;
  public final Arm arm;
  public final Playbook playbook;

  /** What the policy says; put options here. */
  public final JsonObject options = new JsonObject();

  public final List<Scene.Touch> touches = new ArrayList<>();

  /** The before-images of the changes that were made. */
  public final List<JsonObject> before = new ArrayList<>();

  /** What was not final. */
  public final List<Outcome> passing = new ArrayList<>();

  private final IdentityEndpoint identity;
  private Instant now;
  private @Nullable JsonObject kept;
  private Set<String> denied = Set.of();
  private Set<String> extra = Set.of();

  /** Alice wrote a snapshot, a minute ago. */
  public Lab() {
    this(Writes.aWrite().build());
  }

  /** Somebody says that this was written; it was, by Alice. */
  public Lab(SnapshotWrite write) {
    this.write = write;
    this.id = write.target().text();
    this.now = write.at().plusSeconds(60);
    this.azure = SimulatedArm.start(() -> now);
    this.identity = IdentityEndpoint.start(SNAPWARDEN);
    GivenEnvironment.set(identity.environment());
    this.arm = new AzureArm(azure.endpoint(), Credentials.of(identity.environment()));
    this.playbook = new Playbook(arm);
    azure.grant(SNAPWARDEN, declared());
    azure.putSnapshot(id, snapshot(), ALICE, write.at());
  }

  public static JsonObject snapshot() {
    return json(
        """
        {"location": "westeurope",
         "tags": {"team": "payments", "cost centre": "42"},
         "properties": {
           "snapshotType": "NodePool",
           "nodeImageVersion": "AKSUbuntu-2204gen2containerd-202608.10.0",
           "newerThanThisProgram": {"enabled": true, "weights": [1, 2.50, null]}}}
        """);
  }

  public static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** The snapshot was taken of this node pool or cluster. */
  public void takenOf(String source) {
    JsonObject snapshot = snapshot();
    snapshot
        .getAsJsonObject("properties")
        .add("creationData", json("{\"sourceResourceId\": \"%s\"}".formatted(source)));
    azure.putSnapshot(id, snapshot, ALICE, write.at());
  }

  public Instant now() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** The identity lacks these, although they are declared. */
  public void deny(String... actions) {
    denied = Set.of(actions);
  }

  /** The identity has this, too, although it is not declared. */
  public void allow(String action) {
    extra = Set.of(action);
  }

  public Scene scene() {
    return new Scene(INCIDENT, write, new Options(options), now, touches, new KnownHere());
  }

  /** Looks once. */
  public Plan plan(String remediation) {
    grant(remediation);
    return playbook.plan(remediation, scene());
  }

  /** Looks and changes until it is settled, as the incident engine does. */
  public Outcome run(String remediation) {
    grant(remediation);
    return settle(() -> playbook.plan(remediation, scene()), before);
  }

  public Outcome undo(String remediation) {
    grant(remediation);
    List<JsonObject> images = List.copyOf(before);
    return settle(() -> playbook.undo(remediation, scene(), images), new ArrayList<>());
  }

  /** Looks once, and makes the first change if there is one; tells what came of it. */
  public Outcome step(String remediation) {
    Plan plan = plan(remediation);
    return plan instanceof Plan.Changes changes
        ? make(changes.changes().get(0), before)
        : ((Plan.Settled) plan).outcome();
  }

  /** The snapshot without what every write changes. */
  public JsonObject live() {
    JsonObject json = azure.get(id).orElseThrow();
    json.remove("systemData");
    return json;
  }

  public String lockId() {
    return id + "/providers/Microsoft.Authorization/locks/snapwarden-" + INCIDENT;
  }

  /** What is declared by any remediation, until one is run. */
  private static List<String> declared() {
    return new RemediationSpecs()
        .all().stream().flatMap(spec -> actions(spec.id()).stream()).toList();
  }

  public static List<String> actions(String remediation) {
    return new RemediationSpecs()
        .find(remediation).orElseThrow().permissions().stream().map(Permission::action).toList();
  }

  @Override
  public void close() {
    GivenEnvironment.reset();
    identity.close();
    azure.close();
  }

  private void grant(String remediation) {
    azure.grant(
        SNAPWARDEN,
        Stream.concat(actions(remediation).stream(), extra.stream())
            .filter(action -> !denied.contains(action))
            .collect(Collectors.toSet()));
  }

  private Outcome settle(Supplier<Plan> look, List<JsonObject> images) {
    for (int i = 0; i < PATIENCE; i++) {
      Plan plan = look.get();
      Outcome outcome =
          plan instanceof Plan.Changes changes
              ? make(changes.changes().get(0), images)
              : ((Plan.Settled) plan).outcome();
      boolean made = plan instanceof Plan.Changes && outcome instanceof Outcome.Done;
      if (!made && !(outcome instanceof Outcome.Retry) && !(outcome instanceof Outcome.Waiting)) {
        return outcome;
      }
      passing.add(outcome);
      advance(pause(outcome));
    }
    throw new AssertionError("it does not settle: " + passing);
  }

  private static Duration pause(Outcome outcome) {
    if (outcome instanceof Outcome.Waiting waiting) {
      return waiting.after();
    }
    return outcome instanceof Outcome.Retry retry && retry.after() != null ? retry.after() : TICK;
  }

  private Outcome make(Change change, List<JsonObject> images) {
    JsonObject image =
        change.before() == null ? json("{\"absent\": true}") : change.before().deepCopy();
    image.addProperty("id", change.resource());
    images.add(image);
    Instant from = now;
    advance(TICK);
    Outcome outcome = playbook.apply(change);
    advance(TICK);
    touches.add(new Scene.Touch(from, now, change.resource()));
    return outcome;
  }

  private final class KnownHere implements Scene.Known {

    @Override
    public boolean otherIncident(String text) {
      return OTHER_INCIDENT.equals(text);
    }

    @Override
    public Guid ownPrincipal() {
      return Guid.parse(SNAPWARDEN.objectId()).orElseThrow();
    }

    @Override
    public Optional<JsonObject> snapshot() {
      return Optional.ofNullable(kept);
    }

    @Override
    public Optional<Originals> originals() {
      return Optional.of(Originals.of(before));
    }

    @Override
    public void keep(JsonObject snapshot) {
      kept = kept == null ? snapshot.deepCopy() : kept;
    }
  }
}
