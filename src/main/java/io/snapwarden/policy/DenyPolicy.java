package io.snapwarden.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The targets of an allowlist as a definition of Azure Policy, which refuses the write of any other
 * snapshot before it happens.
 *
 * <p>It can only be wider than the allowlist; what was widened or left out is said. The facts are
 * from Microsoft Learn, in "Azure Policy definition structure policy rule" unless another page is
 * named:
 *
 * <ul>
 *   <li>{@code like} takes one {@code *} and no more; it, {@code equals} and {@code in} compare
 *       without case.
 *   <li>Of who writes, {@code requestContext().identity} knows the client application and whether
 *       it is a user's or its own, but no object id and no address; and nothing at all when
 *       compliance is scanned.
 *   <li>{@code utcNow()} is when a rule is evaluated: a scan would call a snapshot a violation that
 *       was written within its window.
 *   <li>A function that fails is an implicit deny. {@code resourceGroup()} fails for what is in
 *       none; but the rule applies to nothing but the two types, which always are in one ("Azure
 *       Policy applicability logic": by {@code type} and {@code name}, whatever else there is).
 *   <li>The mode {@code All} evaluates every type; {@code Indexed} only those that have tags and a
 *       location ("Azure Policy definition structure basics").
 *   <li>A {@code PATCH} of nothing but tags is evaluated only by rules that look at tags ("Azure
 *       Policy definitions effect basics"), and this one does not.
 * </ul>
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

  /** The limits of Azure that it exceeds, one sentence each; with any, Azure does not take it. */
  public List<String> excesses() {
    return DefinitionLimits.excesses(definition);
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
        "callers are left out, for of who writes Azure Policy knows the client application at"
            + " most: what any rule allows to somebody, it allows to everybody who may write"
            + " there");
    note(
        rules,
        rule -> !rule.from().isEmpty(),
        "\"from\" is left out of %s, for it does not know from where a request" + " comes");
    note(
        rules,
        rule -> rule.notBefore() != null || rule.until() != null,
        "\"notBefore\" and \"until\" are left out of %s: make the definition anew when a rule"
            + " expires");
    if (several(rules)) {
      notes.add(
          "the allowlist names several subscriptions: save the definition in a management group"
              + " above all of them, for one that is saved in a subscription can be assigned"
              + " nowhere else");
    }
    notes.add(
        "what is there already stays, and whoever changes nothing but the tags of a snapshot is"
            + " not refused: so tag-snapshot goes on working under the effect Deny");
    notes.add(
        "it counts where it is assigned and not exempted; a snapshot in any other subscription is"
            + " Snapwarden's alone to see");
  }

  private static boolean several(List<AllowRule> rules) {
    return targets(rules).stream().map(TargetPattern::subscription).distinct().count() > 1;
  }

  /** Names the rules for which something was left out, if there are any. */
  private void note(List<AllowRule> rules, Predicate<AllowRule> losing, String text) {
    List<String> losers = rules.stream().filter(losing).map(AllowRule::id).toList();
    if (!losers.isEmpty()) {
      notes.add(text.formatted(named(losers)));
    }
  }

  private static String named(List<String> rules) {
    int shown = 5;
    String some = String.join(", ", rules.subList(0, Math.min(shown, rules.size())));
    return rules.size() > shown ? some + " and " + (rules.size() - shown) + " more rules" : some;
  }
}
