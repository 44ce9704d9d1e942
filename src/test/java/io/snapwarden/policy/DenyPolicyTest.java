package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Azure would refuse, by an evaluator of the few words of Azure Policy that are used. */
class DenyPolicyTest {

  private static boolean refuses(DenyPolicy policy, ResourceId target) {
    return holds(
        policy
            .definition()
            .getAsJsonObject("properties")
            .getAsJsonObject("policyRule")
            .getAsJsonObject("if"),
        target);
  }

  private static boolean holds(JsonObject condition, ResourceId target) {
    if (condition.has("allOf")) {
      return condition.getAsJsonArray("allOf").asList().stream()
          .allMatch(each -> holds(each.getAsJsonObject(), target));
    }
    if (condition.has("anyOf")) {
      return condition.getAsJsonArray("anyOf").asList().stream()
          .anyMatch(each -> holds(each.getAsJsonObject(), target));
    }
    if (condition.has("not")) {
      return !holds(condition.getAsJsonObject("not"), target);
    }
    String value = value(condition, target);
    if (condition.has("in")) {
      return condition.getAsJsonArray("in").asList().stream()
          .map(JsonElement::getAsString)
          .anyMatch(value::equalsIgnoreCase);
    }
    return condition.has("equals")
        ? value.equalsIgnoreCase(condition.get("equals").getAsString())
        : like(condition.get("like").getAsString(), value);
  }

  private static String value(JsonObject condition, ResourceId target) {
    if (condition.has("field")) {
      boolean name = condition.get("field").getAsString().equals("name");
      boolean pool = SnapshotKind.NODE_POOL.isIdOf(target);
      return name
          ? target.name()
          : "Microsoft.ContainerService/" + (pool ? "snapshots" : "managedclustersnapshots");
    }
    return switch (condition.get("value").getAsString()) {
      case "[subscription().subscriptionId]" -> target.subscription().toString();
      case "[resourceGroup().name]" -> target.resourceGroup().orElseThrow();
      default -> throw new AssertionError(condition);
    };
  }

  private static boolean like(String pattern, String value) {
    assertThat(pattern.chars().filter(c -> c == '*')).as(pattern).hasSize(1);
    String[] ends = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
    String text = value.toLowerCase(Locale.ROOT);
    return text.length() >= ends[0].length() + ends[1].length()
        && text.startsWith(ends[0])
        && text.endsWith(ends[1]);
  }

  private static DenyPolicy of(String... targets) {
    String list = "\"" + String.join("\", \"", targets) + "\"";
    return DenyPolicy.of(
        Policies.read(
            "\"allow\": [{\"id\": \"a\", \"owner\": \"o\", \"reason\": \"r\", \"callers\":"
                + " [{\"principal\": \"33333333-3333-3333-3333-333333333333\"}], \"targets\": ["
                + list
                + "]}]"));
  }

  private static String in(String rest) {
    return "/subscriptions/" + Writes.SUBSCRIPTION + rest;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void it_never_refuses_what_the_allowlist_allows_and_where_it_widened_nothing_refuses_the_rest(
      int seed) {
    RandomPolicies random = new RandomPolicies(seed);
    int exact = 0;
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      Policy policy = random.policy();
      DenyPolicy deny = DenyPolicy.of(policy);
      boolean widened = deny.notes().stream().anyMatch(note -> note.contains("widened"));
      for (int j = 0; j < 20; j++) {
        SnapshotWrite write = random.write();
        boolean covered =
            policy.allow().stream()
                .flatMap(rule -> rule.targets().stream())
                .anyMatch(target -> target.matches(write.target()));
        boolean refuses = refuses(deny, write.target());
        if (covered) {
          assertThat(refuses).as(policy + " " + write.target()).isFalse();
        } else if (!widened) {
          assertThat(refuses).as(policy + " " + write.target()).isTrue();
          exact++;
        }
        refused += refuses ? 1 : 0;
      }
    }
    assertThat(exact).isGreaterThan(500);
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void a_policy_that_allows_nothing_refuses_every_snapshot() {
    DenyPolicy deny = DenyPolicy.of(Policies.read("\"allow\": []"));

    assertThat(refuses(deny, Writes.snapshot("any", "one"))).isTrue();
  }

  @Test
  void a_pattern_with_several_wildcards_is_widened_and_that_is_said() {
    DenyPolicy deny = of(in("/resourceGroups/aks-*-prod-*/**"));

    assertThat(refuses(deny, Writes.snapshot("aks-x-prod-1", "n"))).isFalse();
    assertThat(refuses(deny, Writes.snapshot("aks-x-test-1", "n"))).isFalse();
    assertThat(refuses(deny, Writes.snapshot("other", "n"))).isTrue();
    assertThat(deny.notes())
        .anySatisfy(
            note ->
                assertThat(note).contains("aks-*-prod-* has more than one *", "widened to aks-*"));
  }

  @Test
  void what_it_cannot_express_is_said() {
    DenyPolicy deny =
        DenyPolicy.of(
            Policies.read(
                "\"allow\": [{\"id\": \"nightly\", \"owner\": \"o\", \"reason\": \"r\","
                    + " \"until\": \"2027-06-01T00:00:00Z\", \"from\": [\"10.0.0.0/8\"],"
                    + " \"callers\": [{\"principal\": \"33333333-3333-3333-3333-333333333333\"}],"
                    + " \"targets\": [\""
                    + in("/**")
                    + "\"]}]"));

    assertThat(deny.notes())
        .hasSize(5)
        .anyMatch(note -> note.startsWith("callers are left out"))
        .anyMatch(note -> note.contains("\"from\" is left out of nightly"))
        .anyMatch(note -> note.contains("\"until\" are left out of nightly"))
        .anyMatch(note -> note.contains("tag-snapshot goes on working"))
        .anyMatch(note -> note.startsWith("it counts where it is assigned"));
  }

  /** For a PATCH of tags, Azure evaluates only rules that look at tags. */
  @Test
  void it_does_not_look_at_tags() {
    assertThat(of(in("/resourceGroups/a/**")).definition().getAsJsonObject("properties"))
        .extracting(properties -> properties.get("policyRule").toString())
        .asString()
        .doesNotContainIgnoringCase("tags");
  }

  @Test
  void for_several_subscriptions_it_has_to_be_above_them() {
    assertThat(of(in("/**")).notes()).noneMatch(note -> note.contains("management group"));
    assertThat(of(in("/**"), "/subscriptions/99999999-5555-5555-5555-555555555555/**").notes())
        .anyMatch(note -> note.contains("in a management group above all of them"));
  }

  @Test
  void what_azure_would_not_take_is_said() {
    assertThat(of(groups(1023)).excesses()).isEmpty();
    assertThat(of(groups(1500)).excesses())
        .containsExactly(
            "it has 4501 conditions, of which Azure takes 4096",
            "it has 3001 functions, of which Azure takes 2048");
    assertThat(of(groups(6000)).excesses()).hasSize(3).last().asString().contains(" bytes, ");
  }

  /** So many patterns of three conditions each. */
  private static String[] groups(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> in("/resourceGroups/g" + i + "/providers/*/snapshots/*"))
        .toArray(String[]::new);
  }

  @Test
  void its_effect_is_a_parameter_that_only_audits_unless_somebody_says_deny() {
    JsonObject properties = of(in("/**")).definition().getAsJsonObject("properties");

    assertThat(properties.toString())
        .contains(
            "\"defaultValue\":\"Audit\"",
            "\"allowedValues\":[\"Audit\",\"Deny\",\"Disabled\"]",
            "\"effect\":\"[parameters('effect')]\"");
    assertThat(List.of("policyType", "mode"))
        .extracting(key -> properties.get(key).getAsString())
        .containsExactly("Custom", "All");
  }
}
