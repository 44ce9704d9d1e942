package io.snapwarden.event;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * Events for tests, as JSON to take apart. Shapes: Microsoft Learn, "Azure subscription as an Event
 * Grid source" and "Azure Activity Log event schema".
 */
final class EventTexts {

  static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  static final String TENANT = "11111111-1111-1111-1111-111111111111";
  static final String ALICE = "aaaaaaaa-0000-0000-0000-000000000001";
  static final String CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
  static final String TARGET =
      "/subscriptions/"
          + SUBSCRIPTION
          + "/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/snapshots/nightly-1";
  static final String LONG = "http://schemas.microsoft.com/identity/claims/";
  static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

  private EventTexts() {}

  /** A user's claims under their long keys. */
  static JsonObject user() {
    JsonObject claims = new JsonObject();
    claims.addProperty("aud", "https://management.core.windows.net/");
    claims.addProperty("appid", CLI);
    claims.addProperty(LONG + "objectidentifier", ALICE);
    claims.addProperty(LONG + "tenantid", TENANT);
    claims.addProperty(LONG + "scope", "user_impersonation");
    claims.addProperty(UPN, "alice@contoso.example");
    claims.addProperty("name", "Alice");
    claims.addProperty("groups", "44444444-4444-4444-4444-444444444444");
    return claims;
  }

  /** A guest's claims: no UPN, and an identity provider of another tenant. */
  static JsonObject guest() {
    JsonObject claims = user();
    claims.remove(UPN);
    claims.addProperty(
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "guest@fabrikam.example");
    claims.addProperty("altsecid", "5::10032001F3D7D0B5");
    claims.addProperty(
        "http://schemas.microsoft.com/identity/claims/identityprovider",
        "https://sts.windows.net/99999999-9999-9999-9999-999999999999/");
    return claims;
  }

  /** A service principal's claims under their short keys. */
  static JsonObject application() {
    JsonObject claims = new JsonObject();
    claims.addProperty("appid", "22222222-2222-2222-2222-222222222222");
    claims.addProperty("appidacr", "2");
    claims.addProperty("oid", "33333333-3333-3333-3333-333333333333");
    claims.addProperty("tid", TENANT);
    claims.addProperty("idtyp", "app");
    return claims;
  }

  static JsonObject managedIdentity() {
    JsonObject claims = application();
    claims.addProperty(
        "xms_mirid",
        "/subscriptions/"
            + SUBSCRIPTION
            + "/resourcegroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/backup");
    return claims;
  }

  /** Event Grid's schema: a user wrote the target. */
  static JsonObject eventGrid() {
    JsonObject event = new JsonObject();
    event.addProperty("id", "831e1650-001e-001b-66ab-eeb76e069631");
    event.addProperty("topic", "/subscriptions/" + SUBSCRIPTION);
    event.addProperty("subject", TARGET);
    event.addProperty("eventType", "Microsoft.Resources.ResourceWriteSuccess");
    event.addProperty("eventTime", "2026-11-20T10:00:00.9584103Z");
    event.add("data", data());
    event.addProperty("dataVersion", "2");
    event.addProperty("metadataVersion", "1");
    return event;
  }

  /** The same as a CloudEvent. */
  static JsonObject cloudEvent() {
    JsonObject event = new JsonObject();
    event.addProperty("specversion", "1.0");
    event.addProperty("id", "831e1650-001e-001b-66ab-eeb76e069631");
    event.addProperty("source", "/subscriptions/" + SUBSCRIPTION);
    event.addProperty("subject", TARGET);
    event.addProperty("type", "Microsoft.Resources.ResourceWriteSuccess");
    event.addProperty("time", "2026-11-20T10:00:00.9584103Z");
    event.add("data", data());
    return event;
  }

  private static JsonObject data() {
    JsonObject evidence = new JsonObject();
    evidence.addProperty("role", "Contributor");
    evidence.addProperty("roleAssignmentScope", "/subscriptions/" + SUBSCRIPTION);
    evidence.addProperty("roleAssignmentId", "b24988ac618042a0ab8820f7382dd24c");
    evidence.addProperty("principalId", "bbbbbbbb000000000000000000000009");
    evidence.addProperty("principalType", "Group");
    JsonObject authorization = new JsonObject();
    authorization.addProperty("scope", TARGET);
    authorization.addProperty("action", "Microsoft.ContainerService/snapshots/write");
    authorization.add("evidence", evidence);
    JsonObject http = new JsonObject();
    http.addProperty("clientIpAddress", "203.0.113.7");
    http.addProperty("method", "PUT");
    JsonObject data = new JsonObject();
    data.add("authorization", authorization);
    data.add("claims", user());
    data.addProperty("correlationId", "6a2d5c3e-1b0f-4f4b-9d58-6a4f5d1b7e90");
    data.add("httpRequest", http);
    data.addProperty("resourceProvider", "Microsoft.ContainerService");
    data.addProperty("resourceUri", TARGET);
    data.addProperty("operationName", "Microsoft.ContainerService/snapshots/write");
    data.addProperty("status", "Succeeded");
    data.addProperty("subscriptionId", SUBSCRIPTION);
    data.addProperty("tenantId", TENANT);
    return data;
  }

  /** A record of the Activity Log as REST gives it. */
  static JsonObject record(String status) {
    JsonObject record = new JsonObject();
    record.add("claims", user());
    record.addProperty("caller", "alice@contoso.example");
    record.addProperty("correlationId", "6a2d5c3e-1b0f-4f4b-9d58-6a4f5d1b7e90");
    record.addProperty("eventDataId", "e-" + status);
    record.addProperty("id", TARGET + "/events/e/ticks/1");
    record.add("operationName", localised("Microsoft.ContainerService/snapshots/write"));
    record.addProperty("resourceId", TARGET);
    record.add("status", localised(status));
    record.addProperty("eventTimestamp", "2026-11-20T10:00:00.9584103Z");
    record.addProperty("subscriptionId", SUBSCRIPTION);
    record.addProperty("tenantId", TENANT);
    JsonObject http = new JsonObject();
    http.addProperty("clientIpAddress", "203.0.113.7");
    http.addProperty("uri", "https://management.azure.com" + TARGET);
    record.add("httpRequest", http);
    return record;
  }

  private static JsonObject localised(String value) {
    JsonObject text = new JsonObject();
    text.addProperty("value", value);
    text.addProperty("localizedValue", "übersetzt");
    return text;
  }

  /** A record as it is exported to an event hub or a storage account. */
  static JsonObject exported(String result) {
    JsonObject identity = new JsonObject();
    identity.add("claims", user());
    JsonObject record = new JsonObject();
    record.addProperty("time", "2026-11-20T10:00:00.9584103Z");
    record.addProperty("resourceId", TARGET.toUpperCase(java.util.Locale.ROOT));
    record.addProperty("operationName", "MICROSOFT.CONTAINERSERVICE/SNAPSHOTS/WRITE");
    record.addProperty("category", "Administrative");
    record.addProperty("resultType", result);
    record.addProperty("correlationId", "6a2d5c3e-1b0f-4f4b-9d58-6a4f5d1b7e90");
    record.addProperty("callerIpAddress", "203.0.113.7");
    record.add("identity", identity);
    return record;
  }

  static JsonObject page(String key, JsonObject... records) {
    JsonArray array = new JsonArray();
    for (JsonObject record : records) {
      array.add(record);
    }
    JsonObject page = new JsonObject();
    page.add(key, array);
    page.addProperty("nextLink", "https://management.azure.com/next");
    return page;
  }
}
