package io.snapwarden.remediation.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.Undo;
import io.snapwarden.remediation.cluster.ClusterApi;
import io.snapwarden.remediation.cluster.Clusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Resource logs of a cluster's control plane: {@code DiagnosticSettings_*} in azure-rest-api-specs,
 * Microsoft.Insights/preview/2021-05-01-preview/diagnosticsSettings_API.json. A resource has at
 * most five settings, and no two send one category to one workspace ("Diagnostic settings in Azure
 * Monitor", Microsoft Learn); so what another setting sends already is left to it.
 *
 * <p>Container groups get their logging when they are created and never later ({@code
 * ContainerGroupDiagnostics} of containerInstance.json); to create them anew would lose their
 * secure values. They are reported.
 */
public final class EnableContainerLogging implements Remediation {

  private static final String VERSION = "2021-05-01-preview";
  private static final String CONTAINER_GROUPS = "2025-09-01";
  private static final String NAME = "snapwarden";
  private static final int MOST_SETTINGS = 5;
  private static final int MOST_NAMES = 10;
  private static final List<String> USUAL = List.of("kube-audit-admin", "guard");

  /** What the group {@code audit} stands for, of the categories of AKS. */
  private static final Set<String> AUDIT = Set.of("kube-audit", "kube-audit-admin", "guard");

  private final Arm arm;

  public EnableContainerLogging(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return MonitorSpecs.ENABLE_LOGGING;
  }

  @Override
  public Plan plan(Scene scene) {
    return Workspaces.ready(
        arm, scene, workspace -> Clusters.each(arm, scene, cluster -> plan(scene, cluster)));
  }

  private Plan plan(Scene scene, ResourceId cluster) {
    if (ClusterApi.read(arm, cluster).isEmpty()) {
      return Plan.settled(new Outcome.Done("the cluster " + cluster.name() + " is gone"));
    }
    String workspace = Workspaces.chosen(scene).text();
    List<String> missing = new ArrayList<>(wanted(scene));
    List<JsonObject> settings = arm.list(settings(cluster), VERSION);
    for (JsonObject setting : settings) {
      if (sendsTo(setting, workspace)) {
        missing.removeIf(category -> sends(setting, category));
      }
    }
    if (missing.isEmpty()) {
      return Plan.settled(
          new Outcome.Done(
              "the logs of %s are collected%s".formatted(cluster.name(), silent(cluster))));
    }
    ResourceId own = own(cluster);
    Optional<Arm.Live> live = arm.read(own.text(), VERSION);
    if (live.isEmpty() && settings.size() >= MOST_SETTINGS) {
      return Plan.settled(
          new Outcome.Refused(
              "%s has %d diagnostic settings, and no more are possible: remove one, or let one of them send %s to the workspace"
                  .formatted(cluster.name(), settings.size(), String.join(", ", missing))));
    }
    List<JsonObject> others =
        settings.stream()
            .filter(setting -> !Fields.text(setting, "id").equalsIgnoreCase(own.text()))
            .filter(setting -> sendsTo(setting, workspace))
            .toList();
    return Plan.changes(collect(cluster, own, live, workspace, missing, others));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    List<Plan> plans = new ArrayList<>();
    for (Originals.Original original : Originals.of(before).inReverse()) {
      String what = "the diagnostic setting " + original.id().name();
      if (original.json().isEmpty()) {
        plans.add(Undo.remove(arm, original.id(), VERSION, what));
      } else {
        JsonObject body = new JsonObject();
        body.add("properties", Fields.object(original.json().get(), "properties"));
        plans.add(Undo.restore(arm, original, VERSION, body, what));
      }
    }
    return Plan.together(plans);
  }

  private static List<String> wanted(Scene scene) {
    List<String> given = scene.options().texts("categories");
    return given.isEmpty() ? USUAL : given;
  }

  private static boolean sendsTo(JsonObject setting, String workspace) {
    return Fields.text(setting, "properties", "workspaceId").equalsIgnoreCase(workspace);
  }

  private static boolean sends(JsonObject setting, String category) {
    return Fields.objects(setting, "properties", "logs").stream()
        .filter(log -> Fields.flag(log, "enabled"))
        .anyMatch(log -> covers(log, category));
  }

  private static boolean covers(JsonObject log, String category) {
    String group = Fields.text(log, "categoryGroup").toLowerCase(Locale.ROOT);
    return Fields.text(log, "category").equalsIgnoreCase(category)
        || group.equals("alllogs")
        || (group.equals("audit") && AUDIT.contains(category.toLowerCase(Locale.ROOT)));
  }

  /** Our setting with what is missing; what else it sends, somebody has added since. */
  private static Change collect(
      ResourceId cluster,
      ResourceId own,
      Optional<Arm.Live> live,
      String workspace,
      List<String> missing,
      List<JsonObject> others) {
    JsonObject after = live.map(Arm.Live::json).orElseGet(JsonObject::new).deepCopy();
    after.addProperty("id", own.text());
    JsonObject properties = Fields.object(after, "properties");
    properties.addProperty("workspaceId", workspace);
    JsonArray logs = properties.get("logs") instanceof JsonArray list ? list : new JsonArray();
    // One that moves here from another workspace may bring what somebody sends here already.
    for (JsonObject log : Fields.objects(properties, "logs")) {
      String category = Fields.text(log, "category");
      if (!category.isEmpty() && others.stream().anyMatch(other -> sends(other, category))) {
        log.addProperty("enabled", false);
      }
    }
    for (String category : missing) {
      Optional<JsonObject> there =
          Fields.objects(properties, "logs").stream()
              .filter(log -> Fields.text(log, "category").equalsIgnoreCase(category))
              .findFirst();
      JsonObject log = there.orElseGet(JsonObject::new);
      log.addProperty("category", category);
      log.addProperty("enabled", true);
      if (there.isEmpty()) {
        logs.add(log);
      }
    }
    properties.add("logs", logs);
    after.add("properties", properties);
    JsonObject body = new JsonObject();
    body.add("properties", properties.deepCopy());
    return new Change(
        "collect %s of the cluster %s; what the workspace takes in is billed"
            .formatted(String.join(", ", missing), cluster.name()),
        own.text(),
        live.map(Arm.Live::json).orElse(null),
        after,
        new ArmRequest(
            Method.PUT, own.text(), VERSION, body, live.map(Arm.Live::etag).orElse(null)));
  }

  /**
   * The container groups beside the cluster that log nowhere, in words; empty if there are none.
   */
  private String silent(ResourceId cluster) {
    List<String> silent =
        containerGroups(cluster.parent().parent()).stream()
            .filter(
                each ->
                    Fields.text(each, "properties", "diagnostics", "logAnalytics", "workspaceId")
                        .isEmpty())
            .map(each -> Plain.text(Fields.text(each, "name"), 80))
            .sorted()
            .toList();
    if (silent.isEmpty()) {
      return "";
    }
    String names = silent.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return "; container groups beside the cluster that log nowhere, which only their owner can create anew: "
        + names
        + (silent.size() > MOST_NAMES ? " and %d more".formatted(silent.size() - MOST_NAMES) : "");
  }

  /** None where the subscription does not use container instances at all. */
  private List<JsonObject> containerGroups(ResourceId group) {
    try {
      return arm.list(
          group.text() + "/providers/Microsoft.ContainerInstance/containerGroups",
          CONTAINER_GROUPS);
    } catch (ArmException e) {
      if (e.errorCode().equals("MissingSubscriptionRegistration")) {
        return List.of();
      }
      throw e;
    }
  }

  private static String settings(ResourceId cluster) {
    return cluster.text() + "/providers/Microsoft.Insights/diagnosticSettings";
  }

  private static ResourceId own(ResourceId cluster) {
    return ResourceId.of(settings(cluster) + "/" + NAME);
  }
}
