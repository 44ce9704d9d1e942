package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import java.time.Instant;
import java.util.UUID;

/**
 * Events as Event Grid delivers them for an Azure subscription (Microsoft Learn, "Azure
 * subscription as an Event Grid source"), one kind of caller each, with as many claims as those
 * that Microsoft publishes there.
 */
public final class Events {

  /** The tenant of every caller here. */
  public static final Guid TENANT = Guid.of("11111111-1111-1111-1111-111111111111");

  private static final String CLAIMS = "http://schemas.microsoft.com/identity/claims/";

  private Events() {}

  /** The claims of whomever. */
  public static JsonObject claims(Principal by) {
    JsonObject claims =
        by.kind() == Principal.Kind.USER
            ? user(by.objectId(), by.name())
            : application(by.objectId(), by.applicationId());
    if (by.kind() == Principal.Kind.MANAGED_IDENTITY) {
      claims.addProperty(
          "xms_mirid",
          "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/snapwarden/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
              + by.name());
    }
    return claims;
  }

  /** A caller's claims. */
  public static JsonObject user(String objectId, String upn) {
    JsonObject claims = claims(objectId);
    claims.addProperty("appid", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c");
    claims.addProperty(CLAIMS + "scope", "user_impersonation");
    claims.addProperty("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", upn);
    claims.addProperty("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", upn);
    claims.addProperty("http://schemas.microsoft.com/claims/authnclassreference", "1");
    claims.addProperty("http://schemas.microsoft.com/claims/authnmethodsreferences", "pwd,mfa");
    claims.addProperty("appidacr", "2");
    claims.addProperty("ipaddr", "203.0.113.7");
    claims.addProperty("puid", "10032000A1B2C3D4");
    return claims;
  }

  /** A service principal's claims. */
  public static JsonObject application(String objectId, String applicationId) {
    JsonObject claims = claims(objectId);
    claims.addProperty("appid", applicationId);
    claims.addProperty("appidacr", "1");
    claims.addProperty("idtyp", "app");
    return claims;
  }

  private static JsonObject claims(String objectId) {
    JsonObject claims = new JsonObject();
    claims.addProperty("aud", "https://management.core.windows.net/");
    claims.addProperty("iss", "https://sts.windows.net/" + TENANT + "/");
    claims.addProperty(CLAIMS + "objectidentifier", objectId);
    claims.addProperty(CLAIMS + "tenantid", TENANT.toString());
    claims.addProperty("iat", "1763632500");
    claims.addProperty("nbf", "1763632500");
    claims.addProperty("exp", "1763636400");
    claims.addProperty("aio", "E2ZgYDi9m5mzLVFpQmJ1xvqZtq8XAA==");
    claims.addProperty(CLAIMS + "identityprovider", "https://sts.windows.net/" + TENANT + "/");
    claims.addProperty(
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
        "VqXgtMIjRXDVF4dxfPiYkMmPzXQ8vTzB0FzKk5s1Gxs");
    claims.addProperty("uti", "8kz0vJbUyU2Wc1jQoY8FAA");
    claims.addProperty("ver", "1.0");
    return claims;
  }

  /** Somebody wrote a snapshot. */
  public static JsonObject snapshotWrite(
      ResourceId target, JsonObject claims, Instant at, String correlationId) {
    JsonObject http = new JsonObject();
    http.addProperty("clientRequestId", UUID.randomUUID().toString());
    http.addProperty("clientIpAddress", "203.0.113.7");
    http.addProperty("method", "PUT");
    http.addProperty("url", "https://management.azure.com" + target + "?api-version=2025-09-01");
    JsonObject evidence = new JsonObject();
    evidence.addProperty("role", "Contributor");
    JsonObject authorization = new JsonObject();
    authorization.addProperty("scope", target.text());
    authorization.addProperty("action", "Microsoft.ContainerService/snapshots/write");
    authorization.add("evidence", evidence);
    JsonObject data = new JsonObject();
    data.add("authorization", authorization);
    data.add("claims", claims);
    data.addProperty("correlationId", correlationId);
    data.add("httpRequest", http);
    data.addProperty("resourceProvider", "Microsoft.ContainerService");
    data.addProperty("resourceUri", target.text());
    data.addProperty("operationName", "Microsoft.ContainerService/snapshots/write");
    data.addProperty("status", "Succeeded");
    data.addProperty("subscriptionId", target.subscription().toString());
    data.addProperty("tenantId", TENANT.toString());
    JsonObject event = new JsonObject();
    event.addProperty("id", UUID.randomUUID().toString());
    event.addProperty("topic", "/subscriptions/" + target.subscription());
    event.addProperty("subject", target.text());
    event.addProperty("eventType", "Microsoft.Resources.ResourceWriteSuccess");
    event.addProperty("eventTime", at.toString());
    event.add("data", data);
    event.addProperty("dataVersion", "2");
    event.addProperty("metadataVersion", "1");
    return event;
  }
}
