package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * Data collection rules, which hang together, and diagnostic settings, which exclude each other.
 */
final class MonitorRules implements ArmRules {

  private static final String RULES = "microsoft.insights/datacollectionrules";
  private static final String ASSOCIATIONS = "microsoft.insights/datacollectionruleassociations";
  private static final String SETTINGS = "microsoft.insights/diagnosticsettings";

  @Override
  public List<String> types() {
    return List.of(RULES, ASSOCIATIONS, SETTINGS);
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject body = call.body();
    if (path.typeKey().equals(RULES)) {
      return call.method().equals("DELETE") ? stillUsed(path, azure) : Optional.empty();
    }
    if (!call.method().equals("PUT") || body == null) {
      return Optional.empty();
    }
    if (path.typeKey().equals(SETTINGS)) {
      return conflict(path, body, azure);
    }
    return notFound(body, azure);
  }

  /** A rule goes only when nothing is associated with it any more. */
  private static Optional<ArmReply> stillUsed(ArmPath path, ArmResources azure) {
    return azure.all(ASSOCIATIONS, "/subscriptions").stream()
        .filter(each -> rule(each).equalsIgnoreCase(path.text()))
        .findFirst()
        .map(
            each ->
                ArmReply.error(
                    400,
                    "AssociationsExist",
                    "The data collection rule has associations, as %s."
                        .formatted(each.get("id").getAsString())));
  }

  private static Optional<ArmReply> notFound(JsonObject association, ArmResources azure) {
    return azure.find(rule(association)).isPresent()
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                400,
                "InvalidPayload",
                "The data collection rule '%s' was not found.".formatted(rule(association))));
  }

  private static String rule(JsonObject association) {
    JsonElement rule = association.getAsJsonObject("properties").get("dataCollectionRuleId");
    return rule == null ? "" : rule.getAsString();
  }

  /** No two settings of a resource send one category to one workspace; five there may be. */
  private static Optional<ArmReply> conflict(ArmPath path, JsonObject body, ArmResources azure) {
    List<JsonObject> others =
        azure.all(SETTINGS, path.scope()).stream()
            .filter(each -> !each.get("id").getAsString().equalsIgnoreCase(path.text()))
            .toList();
    if (others.size() >= 5) {
      return Optional.of(
          ArmReply.error(409, "Conflict", "The limit of 5 diagnostic settings was reached."));
    }
    return others.stream()
        .filter(other -> workspace(other).equalsIgnoreCase(workspace(body)))
        .filter(other -> enabled(other).stream().anyMatch(enabled(body)::contains))
        .findFirst()
        .map(
            other ->
                ArmReply.error(
                    409,
                    "Conflict",
                    "Data sink '%s' is already used in diagnostic setting '%s'."
                        .formatted(workspace(body), other.get("name").getAsString())));
  }

  @Override
  public List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    if (!call.method().equals("PUT")) {
      return List.of();
    }
    return switch (path.typeKey()) {
      case SETTINGS -> List.of("Microsoft.OperationalInsights/workspaces/sharedKeys/action");
      case ASSOCIATIONS -> List.of("Microsoft.Insights/dataCollectionRules/read");
      default -> List.of();
    };
  }

  private static String workspace(JsonObject setting) {
    JsonElement workspace = setting.getAsJsonObject("properties").get("workspaceId");
    return workspace == null ? "" : workspace.getAsString();
  }

  private static List<String> enabled(JsonObject setting) {
    return setting.getAsJsonObject("properties").getAsJsonArray("logs").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(log -> log.get("enabled").getAsBoolean() && log.has("category"))
        .map(log -> log.get("category").getAsString())
        .toList();
  }
}
