package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.incident.AllowSnippet;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.Explanation;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ViolationCode;
import java.util.List;

/** An explanation for programs: the keys of a decision and more. */
final class ExplanationJson {

  private ExplanationJson() {}

  static JsonObject of(Explanation explanation, Mode cap) {
    JsonObject json = DecisionJson.of(explanation.write(), explanation.verdict());
    JsonArray before = new JsonArray();
    ViolationCode.texts(explanation.before()).forEach(before::add);
    json.add("before", before);
    JsonArray rules = new JsonArray();
    explanation.rules().forEach(trace -> rules.add(rule(trace, explanation)));
    json.add("rules", rules);
    JsonArray responses = new JsonArray();
    explanation.responses().forEach(trace -> responses.add(response(trace)));
    json.add("responses", responses);
    explanation
        .verdict()
        .fold(
            allowed -> {
              json.add("cappedMode", JsonNull.INSTANCE);
              json.add("allow", JsonNull.INSTANCE);
              return json;
            },
            violation -> {
              json.addProperty("cappedMode", violation.response().mode().cappedAt(cap).text());
              List<String> allow = AllowSnippet.of(explanation.write(), violation.codes());
              json.add(
                  "allow",
                  allow.isEmpty()
                      ? JsonNull.INSTANCE
                      : JsonParser.parseString(String.join("\n", allow)));
              return json;
            });
    return json;
  }

  private static JsonObject rule(Explanation.RuleTrace trace, Explanation explanation) {
    JsonObject json = new JsonObject();
    json.addProperty("rule", trace.rule().id());
    json.addProperty("namesCaller", trace.callerNamed());
    json.addProperty("coversTarget", trace.targetCovered());
    json.addProperty("holds", trace.holds());
    json.addProperty("admitsAddress", trace.admitted());
    json.addProperty("allows", trace.allows());
    json.addProperty("nearest", trace.rule().equals(explanation.nearest()));
    return json;
  }

  private static JsonObject response(Explanation.ResponseTrace trace) {
    JsonObject json = new JsonObject();
    json.addProperty("response", trace.response().id());
    json.addProperty("forViolations", trace.forCodes());
    json.addProperty("forTarget", trace.forTarget());
    json.addProperty("answers", trace.answers());
    return json;
  }
}
