package io.snapwarden.remediation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where one step stands after a look at Azure, or after a change. */
public sealed interface Outcome {

  /** What happened or why not, in words for the journal. */
  String detail();

  /** Azure is as it should be. */
  record Done(String detail) implements Outcome {}

  /** Azure is working on it; look again after a while. */
  record Waiting(String detail, Duration after) implements Outcome {}

  /**
   * Throttled, busy or out of reach; try again.
   *
   * @param after how long Azure asks to wait; null if it does not say
   */
  record Retry(String detail, @Nullable Duration after) implements Outcome {}

  /** A guard forbids it. */
  record Refused(String detail) implements Outcome {}

  /** It will not succeed by trying again. */
  record Failed(String detail) implements Outcome {}
}
