package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A playbook in front of a simulated Azure, over HTTP, with the app's own pipeline and identity;
 * and a stand-in for the incident engine, which makes one change at a time and then looks again.
 */
final class Lab implements AutoCloseable {

  static final String INCIDENT = "0123456789abcdef-0123456789abcdef01234567";

  /** Another incident of the same snapshot. */
  static final String OTHER_INCIDENT = "0123456789abcdef-ffffffffffffffffffffffff";

  static final Principal SNAPWARDEN =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  static final Principal ALICE = Principal.user(Writes.ALICE.toString(), "Alice@contoso.example");

  static final Principal MALLORY =
      Principal.user(Writes.MALLORY.toString(), "mallory@contoso.example");

  /** How much time passes between two looks. */
  private static final Duration TICK = Duration.ofSeconds(10);

  private static final int PATIENCE = 50;

  final SnapshotWrite write;
  final String id;
  final SimulatedArm azure;
  final Playbook playbook;
  final JsonObject options = new JsonObject();
  final List<Scene.Touch> touches = new ArrayList<>();
  final List<JsonObject> before = new ArrayList<>();
  final List<Outcome> passing = new ArrayList<>();

  private final IdentityEndpoint identity;
  private Instant now;

  /** Alice wrote a snapshot, a minute ago. */
  Lab() {
    this(Writes.aWrite().build());
  }

  /** Somebody says that this was written; it was, by Alice. */
  Lab(SnapshotWrite write) {
    this.write = write;
    this.id = write.target().text();
    this.now = write.at().plusSeconds(60);
    this.azure = SimulatedArm.start(() -> now);
    this.identity = IdentityEndpoint.start(SNAPWARDEN);
    GivenEnvironment.set(identity.environment());
    Arm arm = new AzureArm(azure.endpoint(), Credentials.of(identity.environment()));
    this.playbook = new Playbook(arm);
    azure.putSnapshot(id, snapshot(), ALICE, write.at());
  }

  static JsonObject snapshot() {
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

  static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  Scene scene() {
    return new Scene(INCIDENT, write, options, touches, OTHER_INCIDENT::equals);
  }

  Plan plan(String remediation) {
    return playbook.plan(remediation, scene());
  }

  /** Looks and changes until it is settled, as the incident engine does. */
  Outcome run(String remediation) {
    return settle(() -> playbook.plan(remediation, scene()));
  }

  Outcome undo(String remediation) {
    List<JsonObject> images = List.copyOf(before);
    return settle(() -> playbook.undo(remediation, scene(), images));
  }

  /** The snapshot without what every write changes. */
  JsonObject live() {
    JsonObject json = azure.get(id).orElseThrow();
    json.remove("systemData");
    return json;
  }

  String lockId() {
    return id + "/providers/Microsoft.Authorization/locks/snapwarden-" + INCIDENT;
  }

  @Override
  public void close() {
    GivenEnvironment.reset();
    identity.close();
    azure.close();
  }

  private Outcome settle(Supplier<Plan> look) {
    for (int i = 0; i < PATIENCE; i++) {
      Plan plan = look.get();
      Outcome outcome =
          plan instanceof Plan.Changes changes
              ? make(changes.changes().get(0))
              : ((Plan.Settled) plan).outcome();
      boolean made = plan instanceof Plan.Changes && outcome instanceof Outcome.Done;
      if (!made && !(outcome instanceof Outcome.Retry) && !(outcome instanceof Outcome.Waiting)) {
        return outcome;
      }
      passing.add(outcome);
    }
    throw new AssertionError("it does not settle: " + passing);
  }

  private Outcome make(Change change) {
    JsonObject image = change.before();
    before.add(
        image == null
            ? json("{\"id\": \"%s\", \"absent\": true}".formatted(change.resource()))
            : image);
    Instant from = now;
    advance(TICK);
    Outcome outcome = playbook.apply(change);
    advance(TICK);
    touches.add(new Scene.Touch(from, now));
    return outcome;
  }
}
