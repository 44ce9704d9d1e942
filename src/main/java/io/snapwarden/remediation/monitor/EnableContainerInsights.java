package io.snapwarden.remediation.monitor;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.ClusterApi;
import io.snapwarden.remediation.cluster.Clusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Container insights, as "Enable monitoring for Kubernetes clusters" (Microsoft Learn) sets it up
 * with managed identity: first a rule that says what is collected, then its association with the
 * cluster, then the add-on {@code omsagent}; without the first two the add-on sends nothing. See
 * {@link CollectionRules} and {@link ClusterApi}.
 */
public final class EnableContainerInsights implements Remediation {

  /** The add-on takes 5 to 15 minutes. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final String WORKSPACE = "logAnalyticsWorkspaceResourceID";
  private static final String IDENTITY = "useAADAuth";
  private static final String ADDONS = "addonProfiles";
  private static final String ADDON = "omsagent";

  private static final String STOPPED =
      "the cluster %s is stopped, and Azure changes no cluster that is: start it first";

  private final Arm arm;
  private final CollectionRules rules;

  public EnableContainerInsights(Arm arm) {
    this.arm = arm;
    this.rules = new CollectionRules(arm);
  }

  @Override
  public RemediationSpec spec() {
    return MonitorSpecs.ENABLE_INSIGHTS;
  }

  @Override
  public Plan plan(Scene scene) {
    return Workspaces.ready(
        arm,
        scene,
        workspace ->
            Clusters.each(
                arm,
                scene,
                id ->
                    ready(
                        scene,
                        id,
                        cluster -> plan(scene, cluster, Fields.text(workspace, "location")))));
  }

  /** What to do with a cluster that is there and that Azure is not at work on. */
  private Plan ready(Scene scene, ResourceId id, Function<ClusterApi.Live, Plan> then) {
    Optional<ClusterApi.Live> found = ClusterApi.read(arm, id);
    if (found.isEmpty()) {
      return Plan.settled(new Outcome.Done("the cluster " + id.name() + " is gone"));
    }
    ClusterApi.Live cluster = found.get();
    return Readiness.obstacle(scene, id, cluster.json(), "the cluster " + id.name(), AGAIN)
        .orElseGet(() -> then.apply(cluster));
  }

  private Plan plan(Scene scene, ClusterApi.Live cluster, String location) {
    ResourceId id = cluster.id();
    String workspace = Workspaces.chosen(scene).text();
    boolean replace = scene.options().flag("replaceWorkspace");
    String refusal = refusal(cluster, workspace, replace);
    if (refusal != null) {
      return Plan.settled(new Outcome.Refused(refusal));
    }
    List<Change> changes = new ArrayList<>();
    Optional<String> elsewhere = rules.plan(id, workspace, location, replace, changes);
    if (elsewhere.isPresent()) {
      return Plan.settled(new Outcome.Refused(elsewhere.get()));
    }
    if (!on(cluster, workspace)) {
      if (cluster.stopped()) {
        return Plan.settled(new Outcome.Refused(STOPPED.formatted(id.name())));
      }
      changes.add(
          ClusterApi.put(
              "turn on the monitoring add-on of the cluster %s; what the workspace takes in is billed"
                  .formatted(id.name()),
              cluster,
              properties -> turnOn(properties, workspace)));
    }
    return changes.isEmpty()
        ? Plan.settled(new Outcome.Done("Container insights of %s is on".formatted(id.name())))
        : new Plan.Changes(changes);
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    List<Change> changes = new ArrayList<>();
    List<Plan> settled = new ArrayList<>();
    for (Originals.Original original : Originals.of(before).inReverse()) {
      Plan plan =
          original.id().segments().contains("microsoft.insights")
              ? rules.undo(original)
              : ready(scene, original.id(), cluster -> turnBack(cluster, original));
      if (plan instanceof Plan.Changes some) {
        changes.addAll(some.changes());
      } else if (!(((Plan.Settled) plan).outcome() instanceof Outcome.Done)) {
        // The add-on must be off before its rule goes.
        return changes.isEmpty() ? plan : new Plan.Changes(changes);
      } else {
        settled.add(plan);
      }
    }
    return changes.isEmpty() ? Plan.together(settled) : new Plan.Changes(changes);
  }

  private static Plan turnBack(ClusterApi.Live cluster, Originals.Original original) {
    ResourceId id = cluster.id();
    JsonObject was = addon(original.json().orElseGet(JsonObject::new));
    JsonObject wanted = was.isEmpty() ? off() : was;
    JsonObject is = addon(cluster.json());
    if (is.equals(wanted) || (!Fields.flag(wanted, "enabled") && !Fields.flag(is, "enabled"))) {
      return Plan.settled(new Outcome.Done("the add-on is as it was"));
    }
    if (cluster.stopped()) {
      return Plan.settled(new Outcome.Refused(STOPPED.formatted(id.name())));
    }
    return Plan.changes(
        ClusterApi.put(
            "put the monitoring add-on of %s back as it was".formatted(id.name()),
            cluster,
            properties -> {
              JsonObject addons = addons(properties);
              addons.add(Fields.key(addons, ADDON), wanted.deepCopy());
            }));
  }

  private static @Nullable String refusal(
      ClusterApi.Live cluster, String workspace, boolean replace) {
    JsonObject properties = cluster.properties();
    String client = Fields.text(properties, "servicePrincipalProfile", "clientId");
    if (!client.isEmpty() && !client.equalsIgnoreCase("msi")) {
      return "the cluster %s acts as a service principal, and Container insights needs a managed identity: give it one first"
          .formatted(cluster.id().name());
    }
    JsonObject addon = addon(cluster.json());
    String other = config(addon, WORKSPACE);
    if (Fields.flag(addon, "enabled")
        && !other.isEmpty()
        && !other.equalsIgnoreCase(workspace)
        && !replace) {
      return "the cluster %s sends to another workspace already; the option \"replaceWorkspace\" moves it"
          .formatted(cluster.id().name());
    }
    return null;
  }

  private static boolean on(ClusterApi.Live cluster, String workspace) {
    JsonObject addon = addon(cluster.json());
    return Fields.flag(addon, "enabled")
        && config(addon, WORKSPACE).equalsIgnoreCase(workspace)
        && config(addon, IDENTITY).equalsIgnoreCase("true");
  }

  private static void turnOn(JsonObject properties, String workspace) {
    JsonObject addons = addons(properties);
    String key = Fields.key(addons, ADDON);
    JsonObject addon = Fields.object(addons, key);
    addon.addProperty("enabled", true);
    JsonObject config = Fields.object(addon, "config");
    config.addProperty(Fields.key(config, WORKSPACE), workspace);
    config.addProperty(Fields.key(config, IDENTITY), "true");
    addon.add("config", config);
    addons.add(key, addon);
  }

  private static JsonObject addons(JsonObject properties) {
    if (!(properties.get(ADDONS) instanceof JsonObject)) {
      properties.add(ADDONS, new JsonObject());
    }
    return properties.getAsJsonObject(ADDONS);
  }

  /** Older clients wrote {@code omsAgent}. */
  private static JsonObject addon(JsonObject cluster) {
    JsonObject addons = Fields.object(cluster, "properties", ADDONS);
    return Fields.object(addons, Fields.key(addons, ADDON));
  }

  private static String config(JsonObject addon, String name) {
    JsonObject config = Fields.object(addon, "config");
    return Fields.text(config, Fields.key(config, name));
  }

  private static JsonObject off() {
    JsonObject off = new JsonObject();
    off.addProperty("enabled", false);
    return off;
  }
}
