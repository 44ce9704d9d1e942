package io.snapwarden.policy;

import io.snapwarden.event.Writes;
import java.time.Instant;

/** Reads policies for tests. */
final class Policies {

  private Policies() {}

  /** A good policy of our tenant with some more members, as of the beginning of time. */
  static Policy read(String members) {
    return document(
        "{\"version\": 1, \"tenant\": \"%s\", %s}".formatted(Writes.OUR_TENANT, members));
  }

  /** A good policy, as of the beginning of time. */
  static Policy document(String json) {
    return good(json, Instant.EPOCH).policy();
  }

  static PolicyReading.Good good(String json, Instant now) {
    return new PolicyReader(Catalogs.few())
        .check(json, now)
        .fold(
            good -> good,
            bad -> {
              throw new AssertionError(bad.problems());
            });
  }

  static PolicyReading.Bad bad(String json) {
    return new PolicyReader(Catalogs.few())
        .read(json, Writes.AT)
        .fold(
            good -> {
              throw new AssertionError("it has no problems: " + json);
            },
            bad -> bad);
  }
}
