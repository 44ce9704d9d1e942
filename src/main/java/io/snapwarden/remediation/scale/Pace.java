package io.snapwarden.remediation.scale;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Options;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** How far to go, by how much is used; and when not to go at all. */
record Pace(Options options) {

  /** Beside the bounds, on the resource itself: the next incident must know of it. */
  static final String SCALED_AT = "snapwarden-scaled-at";

  Duration window() {
    return Duration.ofMinutes(options.whole(ScaleSpecs.WINDOW, 30));
  }

  int most() {
    return options.whole(ScaleSpecs.MAX, 1);
  }

  int fewest(boolean system) {
    return Math.min(most(), Math.max(system ? 2 : 1, options.whole(ScaleSpecs.MIN, 1)));
  }

  int step() {
    return options.whole(ScaleSpecs.STEP, 1);
  }

  /** 1 to go up, -1 to go down, 0 to stay. */
  int direction(OptionalDouble percent) {
    if (percent.isEmpty()) {
      return 0;
    }
    return percent.getAsDouble() > options.whole(ScaleSpecs.HIGH, 80)
        ? 1
        : percent.getAsDouble() < options.whole(ScaleSpecs.LOW, 20) ? -1 : 0;
  }

  /** Whether it was scaled lately, whoever's incident that was. */
  boolean cooling(JsonObject tags, Instant now) {
    String text = Fields.text(tags, Fields.key(tags, SCALED_AT));
    if (text.isEmpty()) {
      return false;
    }
    try {
      Duration cooldown = Duration.ofMinutes(options.whole(ScaleSpecs.COOLDOWN, 60));
      return now.isBefore(Instant.parse(text).plus(cooldown));
    } catch (DateTimeException e) {
      // Somebody wrote something else there: then nothing is known, and nothing is done.
      return true;
    }
  }
}
