package io.snapwarden.incident;

import com.google.gson.JsonObject;

/** A step as JSON, within its incident. */
final class StepJson {

  private StepJson() {}

  static JsonObject toJson(Step step) {
    JsonObject json = new JsonObject();
    json.addProperty("remediation", step.remediation());
    json.add("options", step.options());
    json.addProperty("state", step.state().name());
    json.addProperty("detail", step.detail());
    json.add("plan", Json.objects(step.plan(), StepJson::planned));
    json.add("evidence", Json.strings(step.evidence()));
    json.add("touches", Json.objects(step.touches(), StepJson::touch));
    json.addProperty("tries", step.tries());
    json.addProperty("waitingSince", Json.text(step.waitingSince()));
    return json;
  }

  private static JsonObject planned(Step.PlannedChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("summary", change.summary());
    json.addProperty("request", change.request());
    json.addProperty("hash", change.hash());
    json.add("differences", Json.strings(change.differences()));
    return json;
  }

  private static JsonObject touch(Step.Touch touch) {
    JsonObject json = new JsonObject();
    json.addProperty("from", touch.from().toString());
    json.addProperty("until", Json.text(touch.until()));
    json.addProperty("resource", touch.resource());
    return json;
  }

  static Step fromJson(JsonObject json) {
    return new Step(
        Json.string(json, "remediation"),
        Json.object(json, "options"),
        Json.constant(json, "state", Step.State.class),
        Json.string(json, "detail"),
        Json.objects(
            json,
            "plan",
            change ->
                new Step.PlannedChange(
                    Json.string(change, "summary"),
                    Json.string(change, "request"),
                    Json.string(change, "hash"),
                    Json.stringsOrNone(change, "differences"))),
        Json.strings(json, "evidence"),
        Json.objects(
            json,
            "touches",
            touch ->
                new Step.Touch(
                    Json.instant(touch, "from"),
                    Json.instantOrNull(touch, "until"),
                    Json.stringOrNull(touch, "resource"))),
        Json.integer(json, "tries"),
        Json.instantOrNull(json, "waitingSince"));
  }
}
