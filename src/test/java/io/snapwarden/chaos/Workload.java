package io.snapwarden.chaos;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Everything that is written and delivered in one run; the same seed, the same run. */
final class Workload {

  static final List<String> SUBSCRIPTIONS =
      List.of(
          "55555555-5555-5555-5555-555555555551",
          "55555555-5555-5555-5555-555555555552",
          "55555555-5555-5555-5555-555555555553");

  static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");
  private static final Principal PIPELINE =
      Principal.application(
          "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222");
  private static final Principal ALICE =
      Principal.user("99999999-9999-9999-9999-999999999999", "alice@contoso.example");
  private static final List<Principal> STRANGERS =
      List.of(
          Principal.user("66666666-6666-6666-6666-666666666661", "mallory@contoso.example"),
          Principal.user("66666666-6666-6666-6666-666666666662", "mallet@contoso.example"),
          Principal.application(
              "66666666-6666-6666-6666-666666666663", "66666666-6666-6666-6666-666666666664"));

  private static final int GROUPS = 3;
  private static final double SAME_PROBLEM = 0.10;

  /**
   * So many of the writes whose event is delivered can be found in the Activity Log as well; the
   * others' records come too late for the run, which would sweep for most of its time otherwise.
   */
  private static final double RECORDED = 0.10;

  private static final Duration MUCH_LATER = Duration.ofDays(1);

  private final Random random;
  private final SimulatedArm arm;
  private final List<Write> writes = new ArrayList<>();
  private final List<Malformed> malformed = new ArrayList<>();
  private final Set<Write> undelivered = new HashSet<>();
  private final List<String> events = new ArrayList<>();
  private int duplicates;

  Workload(long seed, Size size, SimulatedArm arm) {
    this.random = new Random(seed);
    this.arm = arm;
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < size.writes(); i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    Set<Integer> lost = new HashSet<>(numbers.subList(0, size.undelivered()));
    List<Write> delivered = new ArrayList<>();
    for (int i = 0; i < size.writes(); i++) {
      boolean recorded = lost.contains(i) || random.nextDouble() < RECORDED;
      arm.activity().lag(recorded ? Duration.ZERO : MUCH_LATER);
      Write write = write(i);
      writes.add(write);
      (lost.contains(i) ? undelivered : delivered).add(write);
    }
    arm.activity().lag(Duration.ZERO);
    Collections.shuffle(delivered, random);
    delivered.forEach(write -> events.add(write.event().toString()));
    for (int i = 0; i < size.malformed(); i++) {
      malformed(i);
    }
    List<Write> twice = delivered.subList(0, Math.min(size.duplicated(), delivered.size()));
    while (events.size() + toQueue() < size.deliveries()) {
      Write write = twice.get(random.nextInt(twice.size()));
      events.add(again(write));
      duplicates += write.kind().violation() ? 1 : 0;
    }
    Collections.shuffle(events, random);
  }

  private long toQueue() {
    return malformed.stream().filter(Malformed::toQueue).count();
  }

  private Write write(int number) {
    Kind kind = Kind.any(random);
    List<Write> alike =
        writes.stream().filter(each -> each.kind() == kind && kind.ticket()).toList();
    boolean repeated =
        (kind == Kind.TICKETED || kind == Kind.TAGGED_AND_LOCKED)
            && !alike.isEmpty()
            && random.nextDouble() < SAME_PROBLEM;
    if (repeated) {
      Write before = alike.get(random.nextInt(alike.size()));
      return written(kind, before.target(), before.by(), before.problem());
    }
    ResourceId target = target(kind, kind.name(number));
    return switch (kind) {
      case ALLOWED -> written(kind, target, random.nextBoolean() ? PIPELINE : ALICE, "none");
      case TAGGED_AND_LOCKED ->
          random.nextInt(4) == 0
              ? written(kind, target, PIPELINE, target.key() + " target-not-allowed")
              : byStranger(kind, target);
      default -> byStranger(kind, target);
    };
  }

  private Write byStranger(Kind kind, ResourceId target) {
    Principal by = STRANGERS.get(random.nextInt(STRANGERS.size()));
    return written(kind, target, by, target.key() + " unknown-caller " + by.objectId());
  }

  private ResourceId target(Kind kind, String name) {
    return ResourceId.of(
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
            .formatted(
                SUBSCRIPTIONS.get(random.nextInt(SUBSCRIPTIONS.size())),
                kind.group(1 + random.nextInt(GROUPS)),
                name));
  }

  private Write written(Kind kind, ResourceId target, Principal by, String problem) {
    Instant now = Instant.now();
    JsonObject snapshot = arm.get(target.text()).orElseGet(JsonObject::new);
    snapshot.addProperty("location", "westeurope");
    String correlation = new UUID(random.nextLong(), random.nextLong()).toString();
    arm.putSnapshot(target.text(), snapshot, by, now, correlation);
    JsonObject event = Events.snapshotWrite(target, claims(by), now, correlation);
    return new Write(kind, target, by, correlation, problem, event);
  }

  private static JsonObject claims(Principal by) {
    return by.kind() == Principal.Kind.USER
        ? Events.user(by.objectId(), by.name())
        : Events.application(by.objectId(), by.applicationId());
  }

  /** The same event once more, or another event of the same write. */
  private String again(Write write) {
    JsonObject event = write.event().deepCopy();
    if (random.nextBoolean()) {
      event.addProperty("id", UUID.randomUUID().toString());
    }
    return event.toString();
  }

  private void malformed(int number) {
    ResourceId target = target(Kind.TICKETED, "odd-" + number);
    Principal by = STRANGERS.get(random.nextInt(STRANGERS.size()));
    JsonObject sound =
        Events.snapshotWrite(target, claims(by), Instant.now(), "malformed " + number);
    switch (number % 5) {
      case 0, 1 -> deliver(Texts.damaged(sound, number / 5 * 2 + number % 5));
      case 2 -> malformed.add(new Malformed(Texts.inQueue(number), true));
      case 3 -> odd(target, by, Texts.contradictory(sound, number / 5), "inconsistent");
      default -> hostile(target, by, number);
    }
  }

  private void deliver(String text) {
    malformed.add(new Malformed(text, false));
    events.add(text);
  }

  /** A write all the same, for which there must be an incident; there is nothing of it in Azure. */
  private void odd(ResourceId target, Principal by, JsonObject event, String why) {
    String correlation = event.getAsJsonObject("data").get("correlationId").getAsString();
    String problem = target.key() + " " + why;
    writes.add(new Write(Kind.TICKETED, target, by, correlation, problem, event));
    events.add(event.toString());
  }

  private void hostile(ResourceId target, Principal by, int number) {
    JsonObject claims = Events.user(by.objectId(), Texts.hostile(random));
    JsonObject event =
        Events.snapshotWrite(
            target, claims, Instant.now(), number + " " + shortened(Texts.hostile(random)));
    event.addProperty("id", number + " " + Texts.hostile(random));
    event.getAsJsonObject("data").getAsJsonObject("authorization").add("evidence", evidence());
    odd(target, by, event, "hostile");
  }

  /** A longer one counts by its hash. */
  private static String shortened(String text) {
    return text.substring(0, Math.min(200, text.length()));
  }

  private JsonObject evidence() {
    JsonObject evidence = new JsonObject();
    evidence.addProperty("role", Texts.hostile(random));
    evidence.addProperty("roleAssignmentScope", Texts.hostile(random));
    return evidence;
  }

  /** The writes of which an event tells in some way, or should. */
  List<Write> writes() {
    return writes;
  }

  /** Those of which no event will tell. */
  Set<Write> undelivered() {
    return undelivered;
  }

  /** How many deliveries tell of a violation that another one tells of, too. */
  int duplicates() {
    return duplicates;
  }

  List<Malformed> malformed() {
    return malformed;
  }

  /** What Event Grid is given, in this order. */
  List<String> events() {
    return events;
  }
}
