package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Network security groups: their rules are resources of their own and stand in the group as well; a
 * priority belongs to one rule of a direction; each change keeps the group busy for some seconds.
 */
final class NetworkRules implements ArmRules {

  private static final String GROUPS = "microsoft.network/networksecuritygroups";
  private static final String RULES = GROUPS + "/securityrules";
  private static final String STATE = "provisioningState";
  private static final Duration TAKES = Duration.ofSeconds(5);

  @Override
  public List<String> types() {
    return List.of(GROUPS, RULES);
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    if (!path.typeKey().equals(RULES) || call.method().equals("GET")) {
      return Optional.empty();
    }
    String group = path.text().substring(0, path.text().lastIndexOf("/securityRules/"));
    JsonObject parent = azure.find(group).orElse(null);
    if (parent == null) {
      return Optional.of(
          ArmReply.error(404, "ParentResourceNotFound", "The group was not found: " + group));
    }
    if (text(parent, STATE).equals("Updating")) {
      return Optional.of(
          ArmReply.error(
                  429,
                  "RetryableErrorDueToAnotherOperation",
                  "Operation could not be completed as another operation is in progress on "
                      + group)
              .with("Retry-After", "10"));
    }
    if (call.method().equals("DELETE")) {
      return Optional.of(deleted(path, group, azure));
    }
    JsonObject body = call.body();
    return body == null
        ? Optional.of(ArmReply.error(400, "InvalidRequestContent", "No body."))
        : Optional.of(put(path, group, body, azure));
  }

  private static ArmReply deleted(ArmPath path, String group, ArmResources azure) {
    if (azure.find(path.text()).isEmpty()) {
      return ArmReply.of(204, null);
    }
    azure.remove(path.text());
    busy(group, azure);
    return ArmReply.of(202, null)
        .with("Azure-AsyncOperation", "https://management.azure.com/operations/1");
  }

  private static ArmReply put(ArmPath path, String group, JsonObject body, ArmResources azure) {
    Optional<JsonObject> conflict =
        azure.all(RULES, group).stream()
            .filter(rule -> !rule.get("id").getAsString().equalsIgnoreCase(path.text()))
            .filter(rule -> text(rule, "priority").equals(text(body, "priority")))
            .filter(rule -> text(rule, "direction").equals(text(body, "direction")))
            .findFirst();
    if (conflict.isPresent()) {
      return ArmReply.error(
          400,
          "SecurityRuleConflict",
          "Security rule %s conflicts with rule %s."
              .formatted(path.name(), conflict.get().get("name").getAsString()));
    }
    boolean fresh = azure.find(path.text()).isEmpty();
    JsonObject rule = body.deepCopy();
    rule.getAsJsonObject("properties").addProperty(STATE, "Succeeded");
    azure.put(path.text(), rule);
    busy(group, azure);
    return ArmReply.of(fresh ? 201 : 200, azure.find(path.text()).orElseThrow())
        .with("Azure-AsyncOperation", "https://management.azure.com/operations/1");
  }

  private static void busy(String group, ArmResources azure) {
    state(group, "Updating", azure);
    azure.later(TAKES, () -> state(group, "Succeeded", azure));
  }

  private static void state(String group, String state, ArmResources azure) {
    azure
        .find(group)
        .ifPresent(
            json -> {
              json.getAsJsonObject("properties").addProperty(STATE, state);
              azure.put(group, json);
            });
  }

  @Override
  public JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    if (path.typeKey().equals(GROUPS)) {
      JsonArray rules = new JsonArray();
      for (JsonObject rule : azure.all(RULES, path.text())) {
        rule.addProperty("etag", azure.etag(rule.get("id").getAsString()).orElse(""));
        rules.add(rule);
      }
      stored.getAsJsonObject("properties").add("securityRules", rules);
    }
    return stored;
  }

  private static String text(JsonObject json, String field) {
    return json.getAsJsonObject("properties").get(field) instanceof JsonPrimitive value
        ? value.getAsString()
        : "";
  }
}
