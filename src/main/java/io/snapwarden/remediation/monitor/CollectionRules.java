package io.snapwarden.remediation.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Undo;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster's monitoring agent collects: {@code DataCollectionRules_*} and {@code
 * DataCollectionRuleAssociations_*} in azure-rest-api-specs,
 * Microsoft.Insights/stable/2022-06-01/dataCollectionRules_API.json and
 * dataCollectionRuleAssociations_API.json. The association's name and the rule's stream are those
 * of "Enable monitoring for Kubernetes clusters" (Microsoft Learn), the rule's name that of the
 * portal: {@code MSCI-REGION-CLUSTER}.
 */
final class CollectionRules {

  private static final String VERSION = "2022-06-01";
  private static final String ASSOCIATIONS =
      "/providers/Microsoft.Insights/dataCollectionRuleAssociations/";
  private static final String NAME = "ContainerInsightsExtension";
  private static final String STREAM = "Microsoft-ContainerInsights-Group-Default";
  private static final String DESTINATION = "ciworkspace";

  /** Of a rule's name (Microsoft Learn, "Naming rules and restrictions": Microsoft.Insights). */
  private static final int LONGEST_NAME = 64;

  private final Arm arm;

  CollectionRules(Arm arm) {
    this.arm = arm;
  }

  /**
   * Adds what is to change so that the cluster has a rule that sends to the workspace.
   *
   * @return why it cannot be; empty if it can
   */
  Optional<String> plan(
      ResourceId cluster,
      String workspace,
      String location,
      boolean replace,
      List<Change> changes) {
    ResourceId association = ResourceId.of(cluster.text() + ASSOCIATIONS + NAME);
    Optional<Arm.Live> associated = arm.read(association.text(), VERSION);
    if (associated.isPresent()) {
      String rule = Fields.text(associated.get().json(), "properties", "dataCollectionRuleId");
      Optional<JsonObject> there =
          ResourceId.parse(rule).flatMap(id -> arm.read(id.text(), VERSION)).map(Arm.Live::json);
      if (there.isPresent() && sendsTo(there.get(), workspace)) {
        return Optional.empty();
      }
      if (there.isPresent() && !replace) {
        return Optional.of(
            "the cluster %s has a data collection rule that sends elsewhere, %s; the option \"replaceWorkspace\" gives it another"
                .formatted(cluster.name(), ResourceId.of(rule).name()));
      }
    }
    ResourceId rule = rule(cluster, location);
    Optional<Arm.Live> live = arm.read(rule.text(), VERSION);
    if (live.isEmpty() || !sendsTo(live.get().json(), workspace)) {
      changes.add(rule(rule, live, workspace, location));
    }
    changes.add(association(association, associated, rule, cluster));
    return Optional.empty();
  }

  Plan undo(Originals.Original original) {
    boolean rule = original.id().isA("Microsoft.Insights/dataCollectionRules");
    String what = (rule ? "the data collection rule " : "the association ") + original.id().name();
    if (original.json().isEmpty()) {
      return Undo.remove(arm, original.id(), VERSION, what);
    }
    JsonObject was = original.json().get();
    JsonObject body = new JsonObject();
    for (String field : List.of("location", "kind", "tags", "identity", "properties")) {
      if (was.has(field)) {
        body.add(field, was.get(field));
      }
    }
    return Undo.restore(arm, original, VERSION, body, what);
  }

  private static boolean sendsTo(JsonObject rule, String workspace) {
    return Fields.objects(rule, "properties", "destinations", "logAnalytics").stream()
        .anyMatch(each -> Fields.text(each, "workspaceResourceId").equalsIgnoreCase(workspace));
  }

  private static ResourceId rule(ResourceId cluster, String location) {
    String name = "MSCI-" + location + "-" + cluster.name();
    String cut = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    return ResourceId.of(
        cluster.parent().parent().text()
            + "/providers/Microsoft.Insights/dataCollectionRules/"
            + cut);
  }

  private static Change rule(
      ResourceId id, Optional<Arm.Live> live, String workspace, String location) {
    JsonObject body = live.map(Arm.Live::json).orElseGet(JsonObject::new).deepCopy();
    List.of("id", "name", "type", "etag", "systemData").forEach(body::remove);
    body.addProperty("location", location);
    body.addProperty("kind", "Linux");
    body.add("properties", properties(workspace));
    JsonObject after = body.deepCopy();
    after.addProperty("id", id.text());
    live.map(Arm.Live::json)
        .ifPresent(
            was ->
                was.entrySet().stream()
                    .filter(field -> !after.has(field.getKey()))
                    .forEach(field -> after.add(field.getKey(), field.getValue())));
    return new Change(
        "say in the data collection rule %s what is collected".formatted(id.name()),
        id.text(),
        live.map(Arm.Live::json).orElse(null),
        after,
        new ArmRequest(
            Method.PUT, id.text(), VERSION, body, live.map(Arm.Live::etag).orElse(null)));
  }

  private static JsonObject properties(String workspace) {
    JsonObject collection = new JsonObject();
    collection.addProperty("interval", "1m");
    collection.addProperty("namespaceFilteringMode", "Off");
    collection.addProperty("enableContainerLogV2", true);
    JsonObject settings = new JsonObject();
    settings.add("dataCollectionSettings", collection);
    JsonObject extension = new JsonObject();
    extension.addProperty("name", NAME);
    extension.add("streams", list(STREAM));
    extension.addProperty("extensionName", "ContainerInsights");
    extension.add("extensionSettings", settings);
    JsonObject sources = new JsonObject();
    sources.add("extensions", array(extension));
    JsonObject destination = new JsonObject();
    destination.addProperty("workspaceResourceId", workspace);
    destination.addProperty("name", DESTINATION);
    JsonObject destinations = new JsonObject();
    destinations.add("logAnalytics", array(destination));
    JsonObject flow = new JsonObject();
    flow.add("streams", list(STREAM));
    flow.add("destinations", list(DESTINATION));
    JsonObject properties = new JsonObject();
    properties.add("dataSources", sources);
    properties.add("destinations", destinations);
    properties.add("dataFlows", array(flow));
    return properties;
  }

  private static Change association(
      ResourceId id, Optional<Arm.Live> live, ResourceId rule, ResourceId cluster) {
    JsonObject after = live.map(Arm.Live::json).orElseGet(JsonObject::new).deepCopy();
    after.addProperty("id", id.text());
    JsonObject properties = Fields.object(after, "properties");
    properties.addProperty("dataCollectionRuleId", rule.text());
    after.add("properties", properties);
    JsonObject body = new JsonObject();
    body.add("properties", properties.deepCopy());
    return new Change(
        "give the cluster %s the data collection rule %s".formatted(cluster.name(), rule.name()),
        id.text(),
        live.map(Arm.Live::json).orElse(null),
        after,
        new ArmRequest(
            Method.PUT, id.text(), VERSION, body, live.map(Arm.Live::etag).orElse(null)));
  }

  private static JsonArray list(String text) {
    JsonArray array = new JsonArray();
    array.add(text);
    return array;
  }

  private static JsonArray array(JsonObject object) {
    JsonArray array = new JsonArray();
    array.add(object);
    return array;
  }
}
