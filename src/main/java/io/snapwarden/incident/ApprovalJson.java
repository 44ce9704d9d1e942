package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;

/** An approval as JSON, within its incident. */
final class ApprovalJson {

  private ApprovalJson() {}

  static JsonObject toJson(Approval approval) {
    JsonObject json = new JsonObject();
    json.addProperty("plan", approval.planHash());
    json.addProperty("expires", approval.expires().toString());
    json.addProperty("notBy", Json.text(approval.notBy()));
    Approval.Decision decision = approval.decision();
    if (decision != null) {
      JsonObject decided = new JsonObject();
      decided.addProperty("approved", decision.approved());
      decided.addProperty("by", decision.by().objectId().toString());
      decided.addProperty("name", decision.by().name());
      decided.addProperty("at", decision.at().toString());
      json.add("decision", decided);
    }
    return json;
  }

  static Approval fromJson(JsonObject json) {
    return new Approval(
        Json.string(json, "plan"),
        Json.instant(json, "expires"),
        Json.parsedOrNull(json, "notBy", Guid::parse),
        Json.objectOrNull(
            json,
            "decision",
            decided ->
                new Approval.Decision(
                    Json.bool(decided, "approved"),
                    new Operator(
                        Json.parsed(decided, "by", Guid::parse), Json.string(decided, "name")),
                    Json.instant(decided, "at"))));
  }
}
