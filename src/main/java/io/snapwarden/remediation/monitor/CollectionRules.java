package io.snapwarden.remediation.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Undo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a cluster's monitoring agent collects: {@code DataCollectionRules_*} and {@code
 * DataCollectionRuleAssociations_*} in azure-rest-api-specs,
 * Microsoft.Insights/stable/2022-06-01/dataCollectionRules_API.json and
 * dataCollectionRuleAssociations_API.json. The association's name and the rule's stream are those
 * of "Enable monitoring for Kubernetes clusters" (Microsoft Learn). The portal and the Azure CLI
 * name theirs {@code MSCI-REGION-CLUSTER}; such a rule is used if the cluster has it, and never
 * changed.
 */
final class CollectionRules {

  static final String VERSION = "2022-06-01";
  private static final String ASSOCIATIONS =
      "/providers/Microsoft.Insights/dataCollectionRuleAssociations/";
  private static final String TYPE = "Microsoft.Insights/dataCollectionRules";
  private static final String NAME = "ContainerInsightsExtension";
  private static final String STREAM = "Microsoft-ContainerInsights-Group-Default";
  private static final String DESTINATION = "ciworkspace";

  /** The group of all of them, or what the containers write; others are of use beside these. */
  private static final List<String> STREAMS =
      List.of(
          STREAM,
          "Microsoft-ContainerLog",
          "Microsoft-ContainerLogV2",
          "Microsoft-ContainerLogV2-HighScale");

  /** So that a rule's name has 64 characters at most. */
  private static final int LONGEST_CLUSTER = 44;

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
          ResourceId.parse(rule)
              .filter(id -> id.isA(TYPE))
              .flatMap(id -> arm.read(id.text(), VERSION))
              .map(Arm.Live::json);
      if (there.isPresent() && sendsTo(there.get(), workspace)) {
        return Optional.empty();
      }
      if (there.isPresent() && !replace) {
        return Optional.of(
            "the cluster %s has a data collection rule that sends elsewhere, or no container logs, %s; the option \"replaceWorkspace\" gives it another"
                .formatted(cluster.name(), Plain.text(ResourceId.of(rule).name(), 80)));
      }
    }
    ResourceId rule = rule(cluster, workspace);
    Optional<Arm.Live> live = arm.read(rule.text(), VERSION);
    if (live.isPresent() && !sendsTo(live.get().json(), workspace)) {
      return Optional.of(
          "somebody changed the data collection rule %s, and it sends no container logs to the workspace: mend it or remove it"
              .formatted(rule.name()));
    }
    if (live.isEmpty()) {
      changes.add(rule(rule, workspace, location));
    }
    changes.add(association(association, associated, rule, cluster));
    return Optional.empty();
  }

  /** A rule is never changed, only made: a deletion while others use it is Azure's to refuse. */
  Plan undo(Originals.Original original) {
    String what =
        (original.id().isA(TYPE) ? "the data collection rule " : "the association ")
            + original.id().name();
    if (original.json().isEmpty()) {
      return Undo.remove(arm, original.id(), VERSION, what);
    }
    JsonObject body = new JsonObject();
    body.add("properties", Fields.object(original.json().get(), "properties"));
    return Undo.restore(arm, original, VERSION, body, what);
  }

  /** Whether a rule has the workspace among its destinations, whatever it sends there. */
  static boolean names(JsonObject rule, String workspace) {
    return !destinations(rule, workspace).isEmpty();
  }

  /** Whether a rule sends what the containers write to the workspace. */
  private static boolean sendsTo(JsonObject rule, String workspace) {
    List<String> destinations = destinations(rule, workspace);
    return Fields.objects(rule, "properties", "dataFlows").stream()
        .filter(
            flow -> Fields.texts(flow, "destinations").stream().anyMatch(destinations::contains))
        .flatMap(flow -> Fields.texts(flow, "streams").stream())
        .anyMatch(stream -> STREAMS.stream().anyMatch(stream::equalsIgnoreCase));
  }

  private static List<String> destinations(JsonObject rule, String workspace) {
    return Fields.objects(rule, "properties", "destinations", "logAnalytics").stream()
        .filter(each -> Fields.text(each, "workspaceResourceId").equalsIgnoreCase(workspace))
        .map(each -> Fields.text(each, "name"))
        .toList();
  }

  /** One for each cluster and workspace, so that nobody else's rule is ever overwritten. */
  private static ResourceId rule(ResourceId cluster, String workspace) {
    String both = cluster.key() + " " + workspace.toLowerCase(Locale.ROOT);
    String mark = UUID.nameUUIDFromBytes(both.getBytes(UTF_8)).toString().substring(0, 8);
    String name = cluster.name();
    String cut = name.length() <= LONGEST_CLUSTER ? name : name.substring(0, LONGEST_CLUSTER);
    return ResourceId.of(
        cluster.parent().parent().text()
            + "/providers/Microsoft.Insights/dataCollectionRules/snapwarden-"
            + cut
            + "-"
            + mark);
  }

  private static Change rule(ResourceId id, String workspace, String location) {
    JsonObject body = new JsonObject();
    body.addProperty("location", location);
    body.addProperty("kind", "Linux");
    body.add("properties", properties(workspace));
    JsonObject after = body.deepCopy();
    after.addProperty("id", id.text());
    return new Change(
        "say in the data collection rule %s what is collected".formatted(id.name()),
        id.text(),
        null,
        after,
        new ArmRequest(Method.PUT, id.text(), VERSION, body, null));
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
