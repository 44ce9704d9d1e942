package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AzuriteTest {

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Test
  void closing_it_ends_all_that_it_started_and_nothing_else() {
    Azurite.shared();
    Set<Long> before = children();
    Azurite azurite = Azurite.start();
    assertThat(children()).hasSizeGreaterThan(before.size());

    azurite.close();

    assertThat(children()).isEqualTo(before);
  }

  @Test
  void every_connection_string_is_of_another_account() {
    Azurite azurite = Azurite.shared();

    assertThat(azurite.connectionString()).isNotEqualTo(azurite.connectionString());
  }
}
