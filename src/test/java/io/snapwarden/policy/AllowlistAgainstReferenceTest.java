package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the indexed allowlist with a slow one, written straight from the design. */
@Tag("gson")
class AllowlistAgainstReferenceTest {

  private static final int POLICIES = 2_000;
  private static final int WRITES = 10;

  private final RandomPolicies random = new RandomPolicies(20261115);

  @Test
  void the_index_and_a_scan_of_all_rules_say_the_same() {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < POLICIES; i++) {
      Policy policy = random.policy();
      Guid own = i % 3 == 0 ? null : RandomPolicies.OURSELVES;
      Allowlist allowlist = Allowlist.compile(policy, own);
      for (int j = 0; j < WRITES; j++) {
        SnapshotWrite write = random.write();

        String expected = shown(new ReferenceAllowlist(policy, own).decide(write));

        assertThat(shown(allowlist.decide(write))).as("%s%n%s", policy, write).isEqualTo(expected);
        seen.add(expected.replaceAll(" .*", ""));
      }
    }
    assertThat(seen).as("all sorts of verdicts come up").hasSizeGreaterThan(12);
  }

  private static String shown(Verdict verdict) {
    return verdict.fold(
        allowed -> "allowed by " + allowed.rule(),
        violation ->
            (violation.attempt() ? "attempt" : "violation")
                + shown(violation.codes())
                + " "
                + violation.response().id()
                + " "
                + violation.response().mode()
                + " "
                + violation.response().remediations().size());
  }

  private static String shown(Set<ViolationCode> codes) {
    return codes.stream()
        .sorted()
        .map(ViolationCode::text)
        .collect(Collectors.joining("+", ":", ""));
  }
}
