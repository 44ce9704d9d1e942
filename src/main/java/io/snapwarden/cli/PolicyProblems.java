package io.snapwarden.cli;

import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.policy.Problem;

/** The problems of one policy file, as editors and other programs can follow them. */
record PolicyProblems(Source file, String severity) {

  static PolicyProblems errors(Source file) {
    return new PolicyProblems(file, "error");
  }

  static PolicyProblems warnings(Source file) {
    return new PolicyProblems(file, "warning");
  }

  /** As compilers print it, for editors and terminals to jump to the place. */
  String text(Problem problem) {
    return SafeText.of(
        "%s:%d:%d: %s%s: %s"
            .formatted(
                file.name(),
                problem.line(),
                problem.column(),
                severity.equals("warning") ? "warning: " : "",
                problem.path(),
                problem.message()));
  }

  /** As one line of JSON. */
  String json(Problem problem) {
    JsonObject json = new JsonObject();
    json.addProperty("file", file.name());
    json.addProperty("severity", severity);
    json.addProperty("line", problem.line());
    json.addProperty("column", problem.column());
    json.addProperty("path", problem.path());
    json.addProperty("message", problem.message());
    return SafeText.of(json.toString());
  }
}
