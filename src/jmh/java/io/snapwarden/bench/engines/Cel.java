package io.snapwarden.bench.engines;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.Program;
import io.snapwarden.bench.Workload;
import io.snapwarden.bench.Workload.Rule;
import java.util.Locale;
import java.util.Map;

/**
 * Rules as CEL programs, over the variables caller, target and at. A pattern is asked for by its
 * parts between the stars, which is faster than a regular expression and no different for the ids
 * of snapshots. The runtime is the planner, the faster of the two that CEL has.
 */
final class Cel {

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .addVar("caller", SimpleType.STRING)
          .addVar("target", SimpleType.STRING)
          .addVar("at", SimpleType.INT)
          .setResultType(SimpleType.BOOL)
          .build();
  private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();

  /** A program for one rule, caller and all. */
  Program ofRule(Rule rule) {
    return program("caller == '%s' && %s".formatted(rule.caller(), withoutCaller(rule)));
  }

  /** A program for one rule of a caller that is known already. */
  Program ofCaller(Rule rule) {
    return program(withoutCaller(rule));
  }

  private static String withoutCaller(Rule rule) {
    String[] parts = rule.target().toLowerCase(Locale.ROOT).split("\\*");
    return "at < %d && target.startsWith('%s') && target.contains('%s')"
        .formatted(Workload.UNTIL.toEpochMilli(), parts[0], parts[1]);
  }

  private Program program(String expression) {
    try {
      return runtime.createProgram(compiler.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException(expression, e);
    }
  }

  static boolean allows(Program program, Map<String, ?> variables) {
    try {
      return (Boolean) program.eval(variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }
}
