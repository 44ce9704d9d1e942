package io.snapwarden.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The targets of an allowlist as a definition of Azure Policy, which refuses the write of any other
 * snapshot before it happens (Microsoft Learn, "Azure Policy definition structure").
 *
 * <p>It can only be wider than the allowlist: Azure Policy knows nothing of callers, addresses and
 * times, and takes one {@code *} in a value. What was widened is said.
 */
public final class DenyPolicy {

  private static final String[] TYPES = {
    "Microsoft.ContainerService/snapshots", "Microsoft.ContainerService/managedclustersnapshots"
  };

  private final Set<String> notes = new LinkedHashSet<>();
  private final JsonObject definition;

  private DenyPolicy(Policy policy) {
    JsonArray allowed = new JsonArray();
    for (TargetPattern target : targets(policy.allow())) {
      allowed.add(allOf(conditions(target)));
    }
    JsonArray refused = new JsonArray();
    refused.add(isSnapshot());
    if (!allowed.isEmpty()) {
      JsonObject any = new JsonObject();
      any.add("anyOf", allowed);
      JsonObject none = new JsonObject();
      none.add("not", any);
      refused.add(none);
    }
    this.definition = definition(allOf(refused));
    notes(policy.allow());
  }

  public static DenyPolicy of(Policy policy) {
    return new DenyPolicy(policy);
  }

  /** The definition, as Azure Resource Manager takes it. */
  public JsonObject definition() {
    return definition.deepCopy();
  }

  /** What it does not say of what the allowlist says, one sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private static Set<TargetPattern> targets(List<AllowRule> rules) {
    Set<TargetPattern> targets = new LinkedHashSet<>();
    rules.forEach(rule -> targets.addAll(rule.targets()));
    return targets;
  }

  private static JsonObject isSnapshot() {
    JsonObject condition = new JsonObject();
    condition.addProperty("field", "type");
    JsonArray types = new JsonArray();
    for (String type : TYPES) {
      types.add(type);
    }
    condition.add("in", types);
    return condition;
  }

  private JsonArray conditions(TargetPattern target) {
    JsonArray conditions = new JsonArray();
    JsonObject subscription = new JsonObject();
    subscription.addProperty("value", "[subscription().subscriptionId]");
    subscription.addProperty("equals", target.subscription().toString());
    conditions.add(subscription);
    add(conditions, "value", "[resourceGroup().name]", target.group(), target);
    add(conditions, "field", "name", target.name(), target);
    String type = "microsoft.containerservice/" + target.collection();
    if (!target.collection().equals(Wildcard.ANY)) {
      add(conditions, "field", "type", type, target);
    }
    return conditions;
  }

  private void add(
      JsonArray conditions, String kind, String of, String pattern, TargetPattern target) {
    String value = withOneWildcard(pattern, target);
    if (value.equals(Wildcard.ANY)) {
      return;
    }
    JsonObject condition = new JsonObject();
    condition.addProperty(kind, of);
    condition.addProperty(value.contains("*") ? "like" : "equals", value);
    conditions.add(condition);
  }

  /** The pattern, or a wider one. */
  private String withOneWildcard(String pattern, TargetPattern target) {
    int first = pattern.indexOf('*');
    int last = pattern.lastIndexOf('*');
    if (first == last) {
      return pattern;
    }
    String wider = first > 0 ? pattern.substring(0, first + 1) : pattern.substring(last);
    notes.add(
        "%s: %s has more than one *, of which Azure Policy takes one: widened to %s"
            .formatted(target, pattern, wider));
    return wider;
  }

  private static JsonObject allOf(JsonArray conditions) {
    JsonObject all = new JsonObject();
    all.add("allOf", conditions);
    return all;
  }

  private static JsonObject definition(JsonObject condition) {
    JsonObject effect = new JsonObject();
    effect.addProperty("type", "String");
    effect.addProperty("defaultValue", "Audit");
    JsonArray effects = new JsonArray();
    List.of("Audit", "Deny", "Disabled").forEach(effects::add);
    effect.add("allowedValues", effects);
    JsonObject parameters = new JsonObject();
    parameters.add("effect", effect);
    JsonObject then = new JsonObject();
    then.addProperty("effect", "[parameters('effect')]");
    JsonObject rule = new JsonObject();
    rule.add("if", condition);
    rule.add("then", then);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("category", "Kubernetes");
    metadata.addProperty("version", "1.0.0");
    JsonObject properties = new JsonObject();
    properties.addProperty("displayName", "AKS snapshots only where Snapwarden allows some");
    properties.addProperty(
        "description",
        "Refuses the write of an AKS snapshot that no rule of Snapwarden's allowlist covers,"
            + " whoever writes it.");
    properties.addProperty("policyType", "Custom");
    properties.addProperty("mode", "All");
    properties.add("metadata", metadata);
    properties.add("parameters", parameters);
    properties.add("policyRule", rule);
    JsonObject definition = new JsonObject();
    definition.add("properties", properties);
    return definition;
  }

  private void notes(List<AllowRule> rules) {
    notes.add(
        "Azure Policy does not know who writes: what any rule allows to somebody, it allows to"
            + " everybody who may write there");
    List<String> networks = new ArrayList<>();
    List<String> windows = new ArrayList<>();
    for (AllowRule rule : rules) {
      if (!rule.from().isEmpty()) {
        networks.add(rule.id());
      }
      if (rule.notBefore() != null || rule.until() != null) {
        windows.add(rule.id());
      }
    }
    if (!networks.isEmpty()) {
      notes.add("it does not know from where: \"from\" is left out of " + named(networks));
    }
    if (!windows.isEmpty()) {
      notes.add(
          "it does not know when: \"notBefore\" and \"until\" are left out of "
              + named(windows)
              + "; make the definition anew when a rule expires");
    }
    notes.add(
        "a snapshot that is there already stays, and with the effect Deny nobody can change its"
            + " tags any more, Snapwarden's tag-snapshot included");
  }

  private static String named(List<String> rules) {
    int shown = 5;
    String some = String.join(", ", rules.subList(0, Math.min(shown, rules.size())));
    return rules.size() > shown ? some + " and " + (rules.size() - shown) + " more rules" : some;
  }
}
