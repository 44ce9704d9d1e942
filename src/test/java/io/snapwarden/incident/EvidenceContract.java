package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
}
