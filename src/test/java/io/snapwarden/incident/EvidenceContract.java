package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snapwarden.event.Writes;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of evidence does. */
public abstract class EvidenceContract {

  private final Evidence evidence = evidence();

  /** The store under test. */
  protected abstract Evidence evidence();

  private static IncidentId incident() {
    return IncidentId.of(Writes.aWrite().correlated(UUID.randomUUID().toString()).build());
  }

  @Test
  void what_was_kept_can_be_read() {
    String reference = evidence.keep(incident(), "step1.json", "{\"täg\":\"\uD83D\uDE00\"}");

    assertThat(evidence.read(reference)).contains("{\"täg\":\"\uD83D\uDE00\"}");
  }

  @Test
  void the_first_that_was_kept_under_a_name_stays() {
    IncidentId id = incident();
    String first = evidence.keep(id, "step1.json", "before");

    String second = evidence.keep(id, "step1.json", "after");

    assertThat(second).isEqualTo(first);
    assertThat(evidence.read(first)).contains("before");
  }

  @Test
  void nothing_is_there_under_an_unknown_name() {
    assertThat(evidence.read(incident() + "/nothing.json")).isEmpty();
  }

  @Test
  void of_eight_who_keep_at_once_all_are_told_where_the_one_that_stays_is() {
    IncidentId id = incident();

    List<String> references = AtOnce.times(8, i -> evidence.keep(id, "step1.json", "by " + i));

    assertThat(references).containsOnly(references.get(0));
    assertThat(evidence.read(references.get(0)).orElseThrow()).startsWith("by ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3_000_000})
  void a_text_of_any_length_comes_back_whole(int length) {
    String text = "\u20AC".repeat(length);

    String reference = evidence.keep(incident(), "raw.txt", text);

    assertThat(evidence.read(reference)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "..", "../step1.json", "a/b.json", "A.json", "a b", "a\\b", "a\u0000"})
  void a_name_that_could_lead_elsewhere_is_refused(String name) {
    IncidentId id = incident();

    assertThatIllegalArgumentException().isThrownBy(() -> evidence.keep(id, name, "text"));
  }
}
