package io.snapwarden.remediation.scale;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Scene;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Container instances: {@code NGroups_Get} and {@code NGroups_Update} in azure-rest-api-specs,
 * Microsoft.ContainerInstance/stable/2025-09-01 (NGroup.tsp). NGroups do not scale by metrics, so
 * hysteresis, cooldown and bounds are ours. Utilisation is {@code CpuPercentage}, which Azure
 * Monitor has for container scale sets, as NGroups were called; where it has none for an NGroup,
 * nothing is done.
 *
 * <p>A container group has its CPU, memory and count for life: about one there is only advice, from
 * {@code CpuUsage}, thousandths of a core. Both have values for each minute ("Supported metrics",
 * Microsoft Learn).
 */
final class Instances {

  private static final String VERSION = "2025-09-01";
  private static final String PERCENT = "CpuPercentage";
  private static final String USAGE = "CpuUsage";
  private static final int GRAIN = 1;
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Arm arm;
  private final Metrics metrics;

  Instances(Arm arm, Metrics metrics) {
    this.arm = arm;
    this.metrics = metrics;
  }

  Plan plan(Scene scene, ResourceId id) {
    String what = "the NGroup " + id.name();
    Optional<Arm.Live> found = arm.read(id.text(), VERSION);
    if (found.isEmpty()) {
      return done(what + " is gone");
    }
    JsonObject live = found.get().json();
    Optional<Plan> busy = Readiness.obstacle(scene, id, live, what, AGAIN);
    if (busy.isPresent()) {
      return busy.get();
    }
    Optional<Originals> originals = scene.known().originals();
    if (originals.isEmpty()) {
      return Plan.settled(new Outcome.Failed("what it was before is missing in the evidence"));
    }
    int count = count(live);
    Optional<JsonObject> was = originals.get().find(id).flatMap(Originals.Original::json);
    if (was.isPresent() && count(was.get()) != count) {
      return done("%s was scaled to %d instances".formatted(what, count));
    }
    Pace pace = new Pace(scene.options());
    if (pace.cooling(Fields.object(live, "tags"), scene.now())) {
      return done(what + " was scaled a short while ago, and is left alone");
    }
    OptionalDouble used = metrics.average(id, PERCENT, GRAIN, "", scene.now(), pace.window());
    int direction = pace.direction(used);
    int wanted =
        Math.max(pace.fewest(false), Math.min(pace.most(), count + direction * pace.step()));
    if (used.isEmpty() || direction == 0 || Integer.signum(wanted - count) != direction) {
      return done(
          used.isEmpty()
              ? what + " has too few measurements to go by"
              : "%s uses %.0f %% of its CPU with %d instances, and may stay so"
                  .formatted(what, used.getAsDouble(), count));
    }
    return Plan.changes(
        set(
            found.get(),
            id,
            wanted,
            scene.write().at().toString(),
            "let %s have %d instances instead of %d, for it uses %.0f %% of its CPU%s"
                .formatted(
                    what,
                    wanted,
                    count,
                    used.getAsDouble(),
                    direction > 0 ? "; each instance is billed" : "")));
  }

  /** What one would do about a container group, by hand. */
  Plan advise(Scene scene, ResourceId id) {
    String what = "the container group " + id.name();
    Optional<Arm.Live> found = arm.read(id.text(), VERSION);
    if (found.isEmpty()) {
      return done(what + " is gone");
    }
    Pace pace = new Pace(scene.options());
    OptionalDouble used = used(scene, pace, id, cores(found.get().json()));
    return done(
        used.isEmpty()
            ? what + " has too few measurements to go by"
            : "%s uses %.0f %% of its CPU%s"
                .formatted(
                    what,
                    used.getAsDouble(),
                    switch (pace.direction(used)) {
                      case 1 -> ": create it anew with more, or move it into an NGroup";
                      case -1 -> ": create it anew with less";
                      default -> ", which is fine";
                    }));
  }

  Plan undo(Scene scene, Originals.Original original) {
    ResourceId id = original.id();
    String what = "the NGroup " + id.name();
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (live.isEmpty() || original.json().isEmpty()) {
      return done(what + " is gone");
    }
    Optional<Plan> busy = Readiness.obstacle(scene, id, live.get().json(), what, AGAIN);
    if (busy.isPresent()) {
      return busy.get();
    }
    JsonObject was = original.json().get();
    int count = count(was);
    JsonObject tags = Fields.object(was, "tags");
    if (count(live.get().json()) == count
        && Fields.object(live.get().json(), "tags").equals(tags)) {
      return done(what + " is as it was");
    }
    return Plan.changes(
        patch(
            live.get(), id, count, tags, "let %s have %d instances again".formatted(what, count)));
  }

  private static Change set(Arm.Live live, ResourceId id, int count, String at, String summary) {
    JsonObject tags = Fields.object(live.json(), "tags").deepCopy();
    tags.addProperty(Fields.key(tags, Pace.SCALED_AT), at);
    return patch(live, id, count, tags, summary);
  }

  /** A PATCH takes the whole set of tags. */
  private static Change patch(
      Arm.Live live, ResourceId id, int count, JsonObject tags, String summary) {
    JsonObject profile = new JsonObject();
    profile.addProperty("desiredCount", count);
    JsonObject properties = new JsonObject();
    properties.add("elasticProfile", profile);
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    body.add("tags", tags);
    JsonObject after = live.json().deepCopy();
    JsonObject all = Fields.object(after, "properties");
    JsonObject elastic = Fields.object(all, "elasticProfile");
    elastic.addProperty("desiredCount", count);
    all.add("elasticProfile", elastic);
    after.add("properties", all);
    after.add("tags", tags.deepCopy());
    return new Change(
        summary,
        id.text(),
        live.json(),
        after,
        new ArmRequest(Method.PATCH, id.text(), VERSION, body, live.etag()));
  }

  private static int count(JsonObject ngroup) {
    return Fields.whole(ngroup, "properties", "elasticProfile", "desiredCount").orElse(0);
  }

  private OptionalDouble used(Scene scene, Pace pace, ResourceId id, double cores) {
    OptionalDouble milli = metrics.average(id, USAGE, GRAIN, "", scene.now(), pace.window());
    return milli.isEmpty() || cores <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(milli.getAsDouble() / cores / 10);
  }

  private static double cores(JsonObject group) {
    return Fields.objects(group, "properties", "containers").stream()
        .map(each -> Fields.at(each, "properties", "resources", "requests", "cpu"))
        .mapToDouble(cpu -> cpu == null ? 0 : cpu.getAsDouble())
        .sum();
  }

  private static Plan done(String detail) {
    return Plan.settled(new Outcome.Done(detail));
  }
}
