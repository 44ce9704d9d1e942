package io.snapwarden.policy;

import java.util.List;
import java.util.function.Function;

/** What a policy document turned out to be. */
public sealed interface PolicyReading {

  <T> T fold(Function<Good, T> good, Function<Bad, T> bad);

  /** A policy that can be used; the warnings, if they were asked for, are worth a look. */
  record Good(Policy policy, List<Problem> warnings) implements PolicyReading {
    public Good {
      warnings = List.copyOf(warnings);
    }

    @Override
    public <T> T fold(Function<Good, T> ifGood, Function<Bad, T> ifBad) {
      return ifGood.apply(this);
    }
  }

  /** No policy; all problems at once, in the order of the document. */
  record Bad(List<Problem> problems) implements PolicyReading {
    public Bad {
      problems = List.copyOf(problems);
    }

    @Override
    public <T> T fold(Function<Good, T> ifGood, Function<Bad, T> ifBad) {
      return ifBad.apply(this);
    }
  }
}
