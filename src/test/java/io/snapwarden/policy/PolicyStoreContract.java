package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.incident.AtOnce;
import io.snapwarden.policy.PolicyStore.Stored;
import io.snapwarden.policy.PolicyStore.Version;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of policies does. */
public abstract class PolicyStoreContract {

  private final PolicyStore policies = policies();

  /** The store under test, with nothing in it. */
  protected abstract PolicyStore policies();

  private Stored inForce() {
    return policies.current().orElseThrow();
  }

  @Test
  void at_first_there_is_nothing() {
    assertThat(policies.current()).isEmpty();
    assertThat(policies.lastGood()).isEmpty();
    assertThat(policies.versions()).isEmpty();
  }

  @Test
  void what_was_put_can_be_read_character_by_character() {
    String text = "{\"täg\":\"\uD83D\uDE00\"}\r\n\n";

    assertThat(policies.replace(null, text)).isTrue();

    assertThat(inForce().text()).isEqualTo(text);
    assertThat(inForce().hash()).matches("sha256:[0-9a-f]{64}");
    assertThat(policies.versions()).isEmpty();
  }

  @Test
  void what_is_replaced_is_kept_and_the_newest_is_named_first() {
    policies.replace(null, "one");
    Stored one = inForce();
    policies.replace(one, "two");
    Stored two = inForce();

    assertThat(policies.replace(two, "three")).isTrue();

    assertThat(policies.versions()).containsExactlyInAnyOrder(two.version(), one.version());
    assertThat(policies.versions().get(0).since())
        .isAfterOrEqualTo(policies.versions().get(1).since());
    assertThat(policies.version(one.version())).contains("one");
    assertThat(policies.version(two.version())).contains("two");
    assertThat(one.hash()).startsWith("sha256:" + one.version().digits());
  }

  @Test
  void whoever_saw_an_older_one_replaces_nothing() {
    policies.replace(null, "one");
    Stored seen = inForce();
    policies.replace(seen, "theirs");

    assertThat(policies.replace(seen, "ours")).isFalse();

    assertThat(inForce().text()).isEqualTo("theirs");
  }

  @Test
  void whoever_saw_none_replaces_nothing_that_came_meanwhile() {
    policies.replace(null, "theirs");

    assertThat(policies.replace(null, "ours")).isFalse();

    assertThat(inForce().text()).isEqualTo("theirs");
  }

  @Test
  void a_put_whose_answer_was_lost_may_be_repeated() {
    policies.replace(null, "one");
    Stored seen = inForce();
    policies.replace(seen, "two");

    assertThat(policies.replace(seen, "two")).isTrue();

    assertThat(inForce().text()).isEqualTo("two");
    assertThat(policies.versions()).containsExactly(seen.version());
  }

  @Test
  void of_eight_who_replace_the_same_at_once_one_does_and_what_it_replaced_is_kept_once() {
    policies.replace(null, "one");
    Stored seen = inForce();

    List<Boolean> replaced = AtOnce.times(8, i -> policies.replace(seen, "by " + i));

    assertThat(replaced).filteredOn(done -> done).hasSize(1);
    assertThat(inForce().text()).isEqualTo("by " + replaced.indexOf(true));
    assertThat(policies.versions()).containsExactly(seen.version());
  }

  @Test
  void the_last_good_one_stays_until_there_is_a_newer_one() {
    policies.keepLastGood("good");
    policies.replace(null, "bad");
    assertThat(policies.lastGood()).contains("good");

    policies.keepLastGood("better");

    assertThat(policies.lastGood()).contains("better");
  }

  @Test
  void an_unknown_version_is_not_there() {
    assertThat(policies.version(Version.of(Instant.EPOCH, "nothing"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "../policy",
        "20261123T100000Z-0123456789AB",
        "20261123T100000Z-0123456789ab/..",
        "20261123T100000Z-0123456789ab.json"
      })
  void what_could_lead_elsewhere_names_no_version(String name) {
    assertThat(Version.parse(name)).isEmpty();
  }
}
