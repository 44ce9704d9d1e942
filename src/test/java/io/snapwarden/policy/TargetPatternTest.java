package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.Writes;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class TargetPatternTest {

  private static final String ALL = "/subscriptions/" + Writes.SUBSCRIPTION;
  private static final ResourceId NIGHTLY = Writes.snapshot("aks-prod-1", "nightly-1");

  private final Random random = new Random(4711);

  @Test
  void two_stars_cover_all_that_remains() {
    assertThat(pattern(ALL + "/**").matches(NIGHTLY)).isTrue();
    assertThat(pattern(ALL + "/resourceGroups/aks-prod-1/**").matches(NIGHTLY)).isTrue();
    assertThat(pattern(ALL + "/resourceGroups/aks-prod-1/providers/**").matches(NIGHTLY)).isTrue();
    assertThat(pattern(ALL + "/resourceGroups/aks-prod-2/**").matches(NIGHTLY)).isFalse();
  }

  @Test
  void a_pattern_never_matches_by_prefix_alone() {
    assertThat(pattern(ALL + "/resourceGroups/aks-prod/**").matches(NIGHTLY)).isFalse();
    assertThat(snapshots("aks-prod-1", "nightly").matches(NIGHTLY)).isFalse();
    assertThat(snapshots("aks-prod-1", "nightly-*").matches(NIGHTLY)).isTrue();
  }

  @Test
  void case_and_the_dashes_of_the_subscription_make_no_difference() {
    String shouted = "/SUBSCRIPTIONS/" + Writes.SUBSCRIPTION.toString().replace("-", "");

    assertThat(pattern(shouted + "/RESOURCEGROUPS/AKS-PROD-*/**").matches(NIGHTLY)).isTrue();
  }

  @Test
  void what_is_no_snapshot_is_never_covered() {
    ResourceId cluster =
        ResourceId.of(
            ALL + "/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c");
    ResourceId disk =
        ResourceId.of(ALL + "/resourceGroups/g/providers/Microsoft.Compute/snapshots/s");

    assertThat(pattern(ALL + "/**").matches(cluster)).isFalse();
    assertThat(pattern(ALL + "/**").matches(disk)).isFalse();
    assertThat(pattern(ALL + "/**").matches(ResourceId.of(ALL))).isFalse();
  }

  @Test
  void patterns_that_cover_the_same_are_equal() {
    TargetPattern one = snapshots("g", "a");

    assertThat(one).isEqualTo(snapshots("G", "A")).hasSameHashCodeAs(snapshots("G", "A"));
    assertThat(one).isNotEqualTo(snapshots("g", "b")).isNotEqualTo(snapshots("h", "a"));
    assertThat(one).hasToString(ALL + rest("g", "a"));
  }

  @Test
  void many_stars_take_no_time() {
    String stars = "*a".repeat(31) + "*b";
    String name = "a".repeat(63);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            assertThat(Wildcard.matches(stars, name)).isFalse();
          }
        });
  }

  @Test
  void it_agrees_with_a_regular_expression_on_segments() {
    for (int i = 0; i < 200_000; i++) {
      String wildcard = letters("ab*", 7);
      String text = letters("ab", 9);
      Pattern regex = Pattern.compile(wildcard.replaceAll("\\*+", ".*"));

      assertThat(Wildcard.matches(wildcard, text))
          .as("%s on %s", wildcard, text)
          .isEqualTo(regex.matcher(text).matches());
    }
  }

  @Test
  void it_agrees_with_a_regular_expression_on_whole_ids() {
    int matches = 0;
    for (int i = 0; i < 50_000; i++) {
      TargetPattern pattern = TargetPattern.parse(randomPattern()).orElse(null);
      ResourceId target =
          Writes.snapshot(
              new Guid(0, random.nextInt(2)),
              "g" + letters("aB", 2),
              SnapshotKind.values()[random.nextInt(2)],
              "n" + letters("aB", 2));
      if (pattern == null) {
        continue;
      }

      boolean expected = ReferenceAllowlist.regex(pattern).matcher(target.text()).matches();

      assertThat(pattern.matches(target)).as("%s on %s", pattern, target).isEqualTo(expected);
      matches += expected ? 1 : 0;
    }
    assertThat(matches).isGreaterThan(1_000);
  }

  private String randomPattern() {
    String[] segments = {
      "subscriptions",
      new Guid(0, random.nextInt(2)).toString(),
      "resourceGroups",
      "g" + letters("ab*", 2),
      "providers",
      "Microsoft.ContainerService",
      random.nextBoolean() ? "snapshots" : "*snapshots",
      "N" + letters("ab*", 2)
    };
    int end = 2 + random.nextInt(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < end; i++) {
      boolean wide = i >= 2 && random.nextInt(6) == 0;
      text.append('/').append(wide ? "*" : segments[i]);
    }
    return end == segments.length ? text.toString() : text + "/**";
  }

  private String letters(String alphabet, int most) {
    int length = random.nextInt(most + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static TargetPattern snapshots(String group, String name) {
    return pattern(ALL + rest(group, name));
  }

  private static String rest(String group, String name) {
    return "/resourceGroups/" + group + "/providers/Microsoft.ContainerService/snapshots/" + name;
  }

  private static TargetPattern pattern(String text) {
    assertThat(TargetPattern.problem(text)).isNull();
    return TargetPattern.parse(text).orElseThrow();
  }
}
