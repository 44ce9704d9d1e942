package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * One request as the Activity Log tells of it (Microsoft Learn, "Azure Activity Log event schema";
 * azure-rest-api-specs, monitor 2015-04-01). Its records share the correlation id with the event of
 * Event Grid, and nothing else that would name them.
 *
 * @param operation as in {@code Microsoft.ContainerService/snapshots/write}
 * @param target the resource's id
 * @param at when it ended
 */
public record ActivityText(
    String operation,
    String target,
    String method,
    Principal by,
    Instant at,
    String correlationId,
    String operationId) {

  /** A request with an operation id of its own. */
  public ActivityText(
      String operation,
      String target,
      String method,
      Principal by,
      Instant at,
      String correlationId) {
    this(operation, target, method, by, at, correlationId, UUID.randomUUID().toString());
  }

  /** Somebody wrote a snapshot. */
  public static ActivityText snapshotWrite(
      ResourceId target, Principal by, Instant at, String correlationId) {
    return new ActivityText(
        "Microsoft.ContainerService/snapshots/write", target.text(), "PUT", by, at, correlationId);
  }

  /**
   * The record of one status that it went through.
   *
   * @param submittedAfter how much later it could be read
   */
  public JsonObject record(String status, Instant when, Duration submittedAfter) {
    String id = UUID.randomUUID().toString();
    String[] segments = target.split("/");
    JsonObject authorization = new JsonObject();
    authorization.addProperty("action", operation);
    authorization.addProperty("role", "Contributor");
    authorization.addProperty("scope", target);
    JsonObject http = new JsonObject();
    http.addProperty("clientRequestId", UUID.randomUUID().toString());
    http.addProperty("clientIpAddress", "203.0.113.7");
    http.addProperty("method", method);
    http.addProperty("uri", "https://management.azure.com" + target + "?api-version=2025-09-01");
    JsonObject record = new JsonObject();
    record.add("authorization", authorization);
    record.addProperty("caller", by.shownBy());
    record.addProperty("channels", "Operation");
    record.add("claims", Events.claims(by));
    record.addProperty("correlationId", correlationId);
    record.addProperty("description", "");
    record.addProperty("eventDataId", id);
    record.add("eventName", text(status.equals("Started") ? "BeginRequest" : "EndRequest"));
    record.add("category", text("Administrative"));
    record.add("httpRequest", http);
    record.addProperty(
        "id", "%s/events/%s/ticks/%d".formatted(target, id, when.toEpochMilli() * 10_000));
    record.addProperty("level", status.equals("Failed") ? "Error" : "Informational");
    record.addProperty("resourceGroupName", segments.length > 4 ? segments[4] : "");
    record.add("resourceProviderName", text(operation.substring(0, operation.indexOf('/'))));
    record.add("resourceType", text(operation.substring(0, operation.lastIndexOf('/'))));
    record.addProperty("resourceId", target);
    record.addProperty("operationId", operationId);
    record.add("operationName", text(operation));
    record.add("properties", new JsonObject());
    record.add("status", text(status));
    record.add("subStatus", text(""));
    record.addProperty("eventTimestamp", when.toString());
    record.addProperty("submissionTimestamp", when.plus(submittedAfter).toString());
    record.addProperty("subscriptionId", segments[2]);
    record.addProperty("tenantId", by.tenantId());
    record.add("relatedEvents", new JsonArray());
    return record;
  }

  private static JsonObject text(String value) {
    JsonObject text = new JsonObject();
    text.addProperty("value", value);
    text.addProperty("localizedValue", value);
    return text;
  }
}
