package io.snapwarden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The worker's Gson wins over ours, so whatever reads JSON is tested with both. */
@Tag("gson")
class GsonTest {

  /** By its jar: Gson's own constant would be compiled into this class. */
  @Test
  @EnabledIfSystemProperty(named = "gson.expected", matches = ".+")
  void the_tests_run_with_the_gson_that_they_claim_to() {
    assertThat(Gson.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("/gson-" + System.getProperty("gson.expected") + ".jar");
  }
}
