package io.snapwarden.remediation.scale;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.ClusterApi;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Node pools: what is moved are the bounds of the cluster autoscaler, which then adds and drains
 * nodes as pods need them; a pool without it gets it. Utilisation is {@code
 * node_cpu_usage_percentage} by the dimension {@code nodepool} ("Monitoring data reference for
 * AKS", Microsoft Learn). See {@link ClusterApi}.
 */
final class Pools {

  private static final String METRIC = "node_cpu_usage_percentage";
  private static final Duration AGAIN = Duration.ofMinutes(1);
  private static final String AUTO = "enableAutoScaling";
  private static final String MIN = "minCount";
  private static final String MAX = "maxCount";
  private static final String COUNT = "count";
  private static final String TAGS = "tags";

  /** What a step changes of a pool. */
  private static final List<String> OURS = List.of(AUTO, MIN, MAX, COUNT, TAGS);

  private final Arm arm;
  private final Metrics metrics;

  Pools(Arm arm, Metrics metrics) {
    this.arm = arm;
    this.metrics = metrics;
  }

  Plan plan(Scene scene, ResourceId cluster) {
    if (ClusterApi.read(arm, cluster).isEmpty()) {
      return Plan.settled(new Outcome.Done("the cluster " + cluster.name() + " is gone"));
    }
    List<String> names = scene.options().texts(ScaleSpecs.POOLS);
    List<Plan> plans = new ArrayList<>();
    for (Live pool : ClusterApi.pools(arm, cluster)) {
      if (names.isEmpty() || names.contains(pool.id().name())) {
        plans.add(plan(scene, cluster, pool));
      }
    }
    return plans.isEmpty()
        ? Plan.settled(new Outcome.Refused("the cluster has none of the pools that are named"))
        : Plan.together(plans);
  }

  private Plan plan(Scene scene, ResourceId cluster, Live pool) {
    String what = "the node pool " + pool.id().name();
    Optional<Plan> busy = Readiness.obstacle(scene, pool.id(), pool.json(), what, AGAIN);
    if (busy.isPresent()) {
      return busy.get();
    }
    String type = Fields.text(pool.properties(), "type");
    if (!type.isEmpty() && !type.equalsIgnoreCase("VirtualMachineScaleSets")) {
      return done(what + " is no scale set, and has no autoscaler");
    }
    Optional<Originals> originals = scene.known().originals();
    if (originals.isEmpty()) {
      return Plan.settled(new Outcome.Failed("what it was before is missing in the evidence"));
    }
    Optional<JsonObject> was = originals.get().find(pool.id()).flatMap(Originals.Original::json);
    if (was.isPresent() && !same(Fields.object(was.get(), "properties"), pool.properties())) {
      return done(what + " was scaled: " + bounds(pool.properties()));
    }
    Pace pace = new Pace(scene.options());
    if (pace.cooling(Fields.object(pool.properties(), TAGS), scene.now())) {
      return done(what + " was scaled a short while ago, and is left alone");
    }
    OptionalDouble used =
        metrics.average(
            cluster,
            METRIC,
            5,
            "nodepool eq '%s'".formatted(pool.id().name()),
            scene.now(),
            pace.window());
    if (used.isEmpty()) {
      return done(what + " has too few measurements to go by");
    }
    return step(scene, pace, pool, what, used);
  }

  private static Plan step(Scene scene, Pace pace, Live pool, String what, OptionalDouble used) {
    JsonObject now = pool.properties();
    boolean system = Fields.text(now, "mode").equalsIgnoreCase("System");
    boolean auto = Fields.flag(now, AUTO);
    int count = Fields.whole(now, COUNT).orElse(0);
    int min = auto ? Fields.whole(now, MIN).orElse(count) : count;
    int max = auto ? Fields.whole(now, MAX).orElse(count) : count;
    int direction = pace.direction(used);
    String percent = "%.0f %%".formatted(used.getAsDouble());
    if (direction == 0) {
      return done("%s uses %s of its CPU, and may keep its bounds".formatted(what, percent));
    }
    if (direction > 0 && count < max) {
      return done(
          "%s uses %s of its CPU, and the autoscaler has room up to %d"
              .formatted(what, percent, max));
    }
    int newMax = direction > 0 ? Math.min(pace.most(), max + pace.step()) : max;
    int newMin =
        direction < 0 ? Math.max(pace.fewest(system), min - pace.step()) : Math.min(min, newMax);
    if (newMax <= max && newMin >= min) {
      return done(
          "%s uses %s of its CPU, and the policy sets its bounds: %d to %d"
              .formatted(what, percent, pace.fewest(system), pace.most()));
    }
    return Plan.changes(
        move(
            pool,
            "let %s have %d to %d nodes instead of %s, for it uses %s of its CPU%s"
                .formatted(
                    what,
                    newMin,
                    newMax,
                    bounds(now),
                    percent,
                    direction > 0 ? "; each node is billed" : ""),
            newMin,
            newMax,
            scene));
  }

  private static Change move(Live pool, String summary, int min, int max, Scene scene) {
    return ClusterApi.put(
        summary,
        pool,
        properties -> {
          properties.addProperty(AUTO, true);
          properties.addProperty(MIN, min);
          properties.addProperty(MAX, max);
          JsonObject tags = Fields.object(properties, TAGS);
          tags.addProperty(Fields.key(tags, Pace.SCALED_AT), scene.write().at().toString());
          properties.add(TAGS, tags);
        });
  }

  Plan undo(Scene scene, Originals.Original original) {
    String what = "the node pool " + original.id().name();
    Optional<Live> live = ClusterApi.read(arm, original.id());
    if (live.isEmpty() || original.json().isEmpty()) {
      return done(what + " is gone");
    }
    Optional<Plan> busy = Readiness.obstacle(scene, original.id(), live.get().json(), what, AGAIN);
    if (busy.isPresent()) {
      return busy.get();
    }
    JsonObject was = Fields.object(original.json().get(), "properties");
    return same(was, live.get().properties())
        ? done(what + " is as it was")
        : Plan.changes(
            ClusterApi.put(
                "give %s its bounds back".formatted(what),
                live.get(),
                properties -> restore(properties, was)));
  }

  private static void restore(JsonObject properties, JsonObject was) {
    for (String field : OURS) {
      JsonElement old = was.get(field);
      if (old == null) {
        properties.remove(field);
      } else {
        properties.add(field, old.deepCopy());
      }
    }
  }

  /** Whether the bounds are the same; the autoscaler itself moves the count. */
  private static boolean same(JsonObject was, JsonObject is) {
    return OURS.stream()
        .filter(field -> !field.equals(COUNT))
        .allMatch(field -> java.util.Objects.equals(was.get(field), is.get(field)));
  }

  private static String bounds(JsonObject pool) {
    return Fields.flag(pool, AUTO)
        ? "%d to %d nodes"
            .formatted(Fields.whole(pool, MIN).orElse(0), Fields.whole(pool, MAX).orElse(0))
        : "%d nodes".formatted(Fields.whole(pool, COUNT).orElse(0));
  }

  private static Plan done(String detail) {
    return Plan.settled(new Outcome.Done(detail));
  }
}
