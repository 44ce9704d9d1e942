package io.snapwarden.remediation.network;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.Plain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that are ours in a network security group: four names, and four priorities in a row.
 *
 * <p>Nodes and pods must reach each other whatever else is closed ("Control egress traffic and
 * network rules in AKS", Microsoft Learn), so ranges of theirs that are public are let in; private
 * ones, and the load balancer's probes, are no part of the tag {@code Internet}, which alone is
 * denied.
 */
final class Rules {

  private static final String DESCRIPTION =
      "Put here by Snapwarden; its incident can take it back.";

  /** What narrows or widens a rule beside the fields that ours use. */
  private static final List<String> OTHERWISE =
      List.of(
          "sourceAddressPrefix",
          "sourceAddressPrefixes",
          "sourceApplicationSecurityGroups",
          "sourcePortRange",
          "sourcePortRanges",
          "destinationAddressPrefix",
          "destinationAddressPrefixes",
          "destinationApplicationSecurityGroups",
          "destinationPortRange",
          "destinationPortRanges");

  private static final String CLUSTER = "snapwarden-allow-cluster";
  private static final String NETWORKS = "snapwarden-allow-networks";
  private static final String TAG = "snapwarden-allow-tag";
  private static final String DENY = "snapwarden-deny-internet";

  /** In the order in which to write them: what is let in, before what is denied. */
  static final List<String> NAMES = List.of(CLUSTER, NETWORKS, TAG, DENY);

  private final Map<String, JsonObject> wanted = new LinkedHashMap<>();
  private final int first;

  private Rules(int first) {
    this.first = first;
  }

  /**
   * What the policy wants.
   *
   * @param nodes the ranges of the subnets
   * @param pods the ranges of the pods
   */
  static Rules of(Options options, List<String> nodes, List<String> pods) {
    int deny = options.whole(NetworkSpecs.PRIORITY, NetworkSpecs.USUAL_PRIORITY);
    Rules rules = new Rules(deny - NAMES.size() + 1);
    TreeSet<String> inside = new TreeSet<>(nodes);
    inside.addAll(pods);
    // Private ranges are no part of the tag that is denied, and what others closed between them
    // stays.
    inside.removeIf(Rules::isPrivate);
    if (!inside.isEmpty()) {
      rules.add(CLUSTER, "Allow", inside, null, List.of());
    }
    List<String> ports = options.texts(NetworkSpecs.PORTS);
    List<String> sources = options.texts(NetworkSpecs.ALLOW_FROM);
    TreeSet<String> networks = new TreeSet<>(sources);
    networks.removeIf(NetworkSpecs::tag);
    if (!networks.isEmpty()) {
      rules.add(NETWORKS, "Allow", networks, null, ports);
    }
    sources.stream()
        .filter(NetworkSpecs::tag)
        .findFirst()
        .ifPresent(tag -> rules.add(TAG, "Allow", Set.of(), tag, ports));
    rules.add(DENY, "Deny", Set.of(), "Internet", List.of());
    return rules;
  }

  /** RFC 1918, RFC 6598 and RFC 4193. */
  private static boolean isPrivate(String range) {
    String ip = range.substring(0, range.indexOf('/') < 0 ? range.length() : range.indexOf('/'));
    if (ip.contains(":")) {
      return ip.toLowerCase(Locale.ROOT).matches("f[cd].*");
    }
    return ip.matches(
        "10\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*|100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\..*");
  }

  private void add(
      String name, String access, Set<String> networks, @Nullable String tag, List<String> ports) {
    JsonObject rule = new JsonObject();
    rule.addProperty("description", DESCRIPTION);
    rule.addProperty("protocol", "*");
    rule.addProperty("access", access);
    rule.addProperty("direction", "Inbound");
    rule.addProperty("priority", first + NAMES.indexOf(name));
    rule.addProperty("sourcePortRange", "*");
    rule.addProperty("destinationAddressPrefix", "*");
    put(rule, "sourceAddressPrefix", networks, tag);
    put(rule, "destinationPortRange", new TreeSet<>(ports), ports.isEmpty() ? "*" : null);
    wanted.put(name, rule);
  }

  /** Azure has one field for one value, and another for several. */
  private static void put(
      JsonObject rule, String field, Set<String> several, @Nullable String one) {
    if (one != null || several.size() == 1) {
      rule.addProperty(field, one == null ? several.iterator().next() : one);
      return;
    }
    JsonArray list = new JsonArray();
    several.forEach(list::add);
    rule.add(field.endsWith("Prefix") ? field + "es" : field + "s", list);
  }

  Optional<JsonObject> find(String name) {
    return Optional.ofNullable(wanted.get(name)).map(JsonObject::deepCopy);
  }

  static Optional<JsonObject> live(JsonObject group, String name) {
    return Fields.objects(group, "properties", "securityRules").stream()
        .filter(rule -> Fields.text(rule, "name").equalsIgnoreCase(name))
        .findFirst();
  }

  /** Whether a rule is as wanted; what Azure adds to it does not count. */
  static boolean holds(JsonObject live, JsonObject wanted) {
    JsonObject properties = Fields.object(live, "properties");
    boolean same =
        wanted.entrySet().stream()
            .allMatch(field -> field.getValue().equals(properties.get(field.getKey())));
    boolean more =
        OTHERWISE.stream()
            .filter(field -> !wanted.has(field))
            .anyMatch(field -> !empty(properties.get(field)));
    String state = Fields.text(properties, "provisioningState");
    return same && !more && (state.isEmpty() || state.equalsIgnoreCase("Succeeded"));
  }

  private static boolean empty(@Nullable JsonElement value) {
    return value == null
        || value.isJsonNull()
        || (value instanceof JsonArray list && list.isEmpty())
        || (value instanceof JsonPrimitive text && text.getAsString().isEmpty());
  }

  /** Whether a rule that has one of our names is somebody else's. */
  static boolean foreign(JsonObject live) {
    return !Fields.text(live, "properties", "direction").equalsIgnoreCase("Inbound")
        || !Fields.text(live, "properties", "description").equals(DESCRIPTION);
  }

  /** What another rule has of ours; empty if there is no such rule. */
  Optional<String> conflict(JsonObject group) {
    for (String name : NAMES) {
      if (live(group, name).filter(Rules::foreign).isPresent()) {
        return Optional.of(
            "the name %s belongs to a rule that is not Snapwarden's: rename that one"
                .formatted(name));
      }
    }
    return others(group)
        .filter(
            rule -> {
              int priority = priority(rule);
              return priority >= first && priority < first + NAMES.size();
            })
        .findFirst()
        .map(
            rule ->
                "the priority %d belongs to the rule %s: choose another with the option \"priority\""
                    .formatted(priority(rule), Plain.text(Fields.text(rule, "name"), 80)));
  }

  /** The names of others' rules that come before ours and let somebody in. */
  List<String> before(JsonObject group) {
    return open(group, rule -> priority(rule) < first);
  }

  /** The names of others' rules that come after ours, and do not let in the Internet any more. */
  List<String> after(JsonObject group) {
    return open(group, rule -> priority(rule) > first);
  }

  private static List<String> open(JsonObject group, Predicate<JsonObject> where) {
    return others(group)
        .filter(where)
        .filter(rule -> Fields.text(rule, "properties", "access").equalsIgnoreCase("Allow"))
        .map(rule -> Fields.text(rule, "name"))
        .toList();
  }

  private static Stream<JsonObject> others(JsonObject group) {
    return Fields.objects(group, "properties", "securityRules").stream()
        .filter(rule -> Fields.text(rule, "properties", "direction").equalsIgnoreCase("Inbound"))
        .filter(rule -> NAMES.stream().noneMatch(Fields.text(rule, "name")::equalsIgnoreCase));
  }

  private static int priority(JsonObject rule) {
    return Fields.whole(rule, "properties", "priority").orElse(Integer.MAX_VALUE);
  }

  /** A rule in a few words. */
  static String words(JsonObject rule) {
    String source = Fields.text(rule, "sourceAddressPrefix");
    String ports = Fields.text(rule, "destinationPortRange");
    return "%s from %s to port %s"
        .formatted(
            Fields.text(rule, "access").equals("Deny") ? "deny" : "allow",
            source.isEmpty()
                ? String.join(", ", Fields.texts(rule, "sourceAddressPrefixes"))
                : source,
            ports.isEmpty()
                ? String.join(", ", Fields.texts(rule, "destinationPortRanges"))
                : ports);
  }
}
