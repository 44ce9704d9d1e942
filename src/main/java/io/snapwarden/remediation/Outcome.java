package io.snapwarden.remediation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where one step stands after a look at Azure, or after a change. */
public sealed interface Outcome {

  /** What happened or why not, in words for the journal. */
  String detail();

  /** Which of several outcomes counts: the greatest. What may still become better comes first. */
  int gravity();

  /** The same in other words. */
  Outcome saying(String detail);

  /** Azure is as it should be. */
  record Done(String detail) implements Outcome {
    @Override
    public int gravity() {
      return 0;
    }

    @Override
    public Done saying(String other) {
      return new Done(other);
    }
  }

  /** Azure is working on it; look again after a while. */
  record Waiting(String detail, Duration after) implements Outcome {
    @Override
    public int gravity() {
      return 3;
    }

    @Override
    public Waiting saying(String other) {
      return new Waiting(other, after);
    }
  }

  /**
   * Throttled, busy or out of reach; try again.
   *
   * @param after how long Azure asks to wait; null if it does not say
   */
  record Retry(String detail, @Nullable Duration after) implements Outcome {
    @Override
    public int gravity() {
      return 4;
    }

    @Override
    public Retry saying(String other) {
      return new Retry(other, after);
    }
  }

  /** A guard forbids it. */
  record Refused(String detail) implements Outcome {
    @Override
    public int gravity() {
      return 1;
    }

    @Override
    public Refused saying(String other) {
      return new Refused(other);
    }
  }

  /** It will not succeed by trying again. */
  record Failed(String detail) implements Outcome {
    @Override
    public int gravity() {
      return 2;
    }

    @Override
    public Failed saying(String other) {
      return new Failed(other);
    }
  }
}
