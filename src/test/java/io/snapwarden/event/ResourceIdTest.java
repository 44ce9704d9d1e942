package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class ResourceIdTest {

  private static final long SEED = 20261115;
  private static final String SUBSCRIPTION = "/subscriptions/55555555-5555-5555-5555-555555555555";
  private static final String SNAPSHOT =
      SUBSCRIPTION
          + "/resourceGroups/Prod/providers/Microsoft.ContainerService/snapshots/Nightly-1";
  private static final String LEGAL =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.()";

  @Test
  void casing_does_not_matter_but_is_kept_for_people() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String text = anyId(random);
      String other = anyCase(text, random);

      ResourceId id = ResourceId.of(other);

      assertThat(id)
          .as("seed %d, round %d: %s", SEED, i, other)
          .isEqualTo(ResourceId.of(text))
          .hasSameHashCodeAs(ResourceId.of(text))
          .hasToString(other);
      assertThat(id.key()).isEqualTo(text.toLowerCase(Locale.ROOT));
      assertThat(id.text()).isEqualTo(other);
      assertThat(id.segments())
          .isEqualTo(List.of(text.toLowerCase(Locale.ROOT).substring(1).split("/")));
      assertThat(id.name()).isEqualTo(other.substring(other.lastIndexOf('/') + 1));
    }
  }

  @Test
  void a_segment_more_or_less_is_another_id_or_none() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2_000; i++) {
      String text = anyId(random);

      assertThat(ResourceId.parse(text + "/x")).as("seed %d, %s", SEED, text).isEmpty();
      assertThat(ResourceId.of(text + "/x/y")).isNotEqualTo(ResourceId.of(text));
      assertThat(ResourceId.parse(text + "x")).isNotEqualTo(ResourceId.parse(text));
    }
  }

  @Test
  void every_character_that_could_mislead_is_refused_wherever_it_stands() {
    List<Character> wrong = new ArrayList<>();
    for (char c = 0; c < 0x250; c++) {
      if (LEGAL.indexOf(c) < 0 && c != '/') {
        wrong.add(c);
      }
    }
    wrong.addAll(List.of('\u212A', '\u2028', '\u202E', '\uFEFF', '\uFF0F', '\uD800', '\uFFFD'));

    for (char c : wrong) {
      for (int at = 0; at <= SNAPSHOT.length(); at++) {
        String text = SNAPSHOT.substring(0, at) + c + SNAPSHOT.substring(at);
        assertThat(ResourceId.parse(text)).as("U+%04X at %d", (int) c, at).isEmpty();
      }
    }
  }

  @Test
  void empty_segments_and_dots_are_refused_wherever_they_stand() {
    String[] segments = SNAPSHOT.substring(1).split("/");
    for (int at = 0; at < segments.length; at++) {
      for (String bad : new String[] {"", ".", ".."}) {
        String[] changed = segments.clone();
        changed[at] = bad;
        assertThat(ResourceId.parse("/" + String.join("/", changed)))
            .as("'%s' for %s", bad, segments[at])
            .isEmpty();
      }
    }
    assertThat(ResourceId.parse(SNAPSHOT + "/a/...")).isPresent();
    assertThat(ResourceId.parse(SNAPSHOT + "/.a/a.")).isPresent();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "subscriptions/55555555-5555-5555-5555-555555555555",
        "/subscriptions",
        "/subscriptions/",
        "/subscriptions/nobody",
        "/subscriptions/5555555555555555555555555555555g",
        "/subscriptions/55555555-5555-5555-5555-55555555555",
        "/subscriptions/55555555-5555-5555-5555-555555555555/",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/",
        "/subscription/55555555-5555-5555-5555-555555555555",
        "/subscriptionsx/55555555-5555-5555-5555-555555555555",
        "/providers/Microsoft.Management/managementGroups/root",
        "/resourceGroups/a/subscriptions/55555555-5555-5555-5555-555555555555",
        "https://management.azure.com/subscriptions/55555555-5555-5555-5555-555555555555",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/a%2Fb",
        "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/a?b",
      })
  void what_is_not_exactly_an_id_is_refused(String text) {
    assertThat(ResourceId.parse(text)).isEmpty();
  }

  @Test
  void an_id_has_at_most_2048_characters() {
    String start = SUBSCRIPTION + "/resourceGroups/";

    assertThat(ResourceId.parse(start + "a".repeat(2048 - start.length()))).isPresent();
    assertThat(ResourceId.parse(start + "a".repeat(2049 - start.length()))).isEmpty();
    assertThat(ResourceId.parse(SUBSCRIPTION + "/a/b".repeat(1_000_000))).isEmpty();
  }

  @Test
  void an_id_knows_what_it_lies_in() {
    ResourceId id = ResourceId.of(SNAPSHOT);

    assertThat(id.subscription()).isEqualTo(Writes.SUBSCRIPTION);
    assertThat(id.resourceGroup()).contains("prod");
    assertThat(ResourceId.of(SUBSCRIPTION).resourceGroup()).isEmpty();
    assertThat(ResourceId.of(SUBSCRIPTION + "/providers/x").resourceGroup()).isEmpty();
    assertThat(id.child("locks/a").text()).isEqualTo(SNAPSHOT + "/locks/a");
    assertThatThrownBy(() -> id.child("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void only_the_exact_path_is_a_snapshot() {
    assertThat(SnapshotKind.NODE_POOL.isIdOf(ResourceId.of(SNAPSHOT))).isTrue();
    assertThat(SnapshotKind.NODE_POOL.isIdOf(ResourceId.of(SNAPSHOT.toUpperCase(Locale.ROOT))))
        .isTrue();
    assertThat(SnapshotKind.MANAGED_CLUSTER.isIdOf(ResourceId.of(SNAPSHOT))).isFalse();
    assertThat(SnapshotKind.NODE_POOL.isIdOf(ResourceId.of(SNAPSHOT + "/providers/locks")))
        .isFalse();
    for (String segment :
        List.of("resourceGroups", "providers", "Microsoft.ContainerService", "/snapshots/")) {
      ResourceId another = ResourceId.of(SNAPSHOT.replace(segment, segment.replace("s", "x")));
      assertThat(SnapshotKind.NODE_POOL.isIdOf(another)).as("%s", another).isFalse();
    }
  }

  /** The text with the case of some letters turned. */
  static String anyCase(String text, Random random) {
    StringBuilder any = new StringBuilder();
    for (char c : text.toCharArray()) {
      any.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
    }
    return any.toString();
  }

  private static String anyId(Random random) {
    StringBuilder id =
        new StringBuilder("/subscriptions/").append(new UUID(random.nextLong(), random.nextLong()));
    int more = 2 * random.nextInt(6);
    for (int i = 0; i < more; i++) {
      id.append("/a");
      int length = random.nextInt(20);
      for (int j = 0; j < length; j++) {
        id.append(LEGAL.charAt(random.nextInt(LEGAL.length())));
      }
    }
    return id.toString();
  }
}
