package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Somebody in the sandbox's directory. Its token is an unsigned JWT, so that whoever gets one knows
 * who it is without asking: good for a simulation, for nothing else.
 *
 * @param objectId the GUID of the user or service principal
 * @param applicationId the client id; for a user, the program signed in with
 * @param name a UPN or a display name
 */
public record Principal(
    Kind kind, String objectId, String applicationId, String tenantId, String name) {

  static final String AUDIENCE = "https://management.azure.com";

  private static final String TENANT = "11111111-1111-1111-1111-111111111111";
  private static final String CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

  /** As {@code systemData} says it. */
  public enum Kind {
    USER("User"),
    APPLICATION("Application"),
    MANAGED_IDENTITY("ManagedIdentity");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  public static Principal user(String objectId, String upn) {
    return new Principal(Kind.USER, objectId, CLI, TENANT, upn);
  }

  public static Principal application(String objectId, String applicationId) {
    return new Principal(Kind.APPLICATION, objectId, applicationId, TENANT, "app-" + objectId);
  }

  public static Principal managedIdentity(String objectId, String applicationId) {
    return new Principal(Kind.MANAGED_IDENTITY, objectId, applicationId, TENANT, "id-" + objectId);
  }

  /** A bearer token for Azure Resource Manager. */
  public String token(Instant expires) {
    return token(AUDIENCE, expires);
  }

  String token(String audience, Instant expires) {
    JsonObject claims = new JsonObject();
    claims.addProperty("aud", audience);
    claims.addProperty("exp", expires.getEpochSecond());
    claims.addProperty("oid", objectId);
    claims.addProperty("appid", applicationId);
    claims.addProperty("tid", tenantId);
    claims.addProperty("idtyp", kind == Kind.USER ? "user" : "app");
    claims.addProperty("name", name);
    claims.addProperty("kind", kind.name());
    return base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + base64(claims.toString()) + ".";
  }

  /** Whose token it is; empty if it is none of ours, for another audience, or expired. */
  static Optional<Principal> ofToken(String token, Instant now) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String json = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      JsonObject claims = JsonParser.parseString(json).getAsJsonObject();
      boolean valid =
          claims.get("exp").getAsLong() > now.getEpochSecond()
              && text(claims, "aud").startsWith(AUDIENCE);
      return valid ? Optional.of(of(claims)) : Optional.empty();
    } catch (IllegalArgumentException | IllegalStateException | JsonParseException e) {
      return Optional.empty();
    }
  }

  /** What {@code createdBy} and {@code lastModifiedBy} show. */
  String shownBy() {
    return kind == Kind.USER ? name : applicationId;
  }

  String shownType() {
    return kind.text;
  }

  private static Principal of(JsonObject claims) {
    return new Principal(
        Kind.valueOf(text(claims, "kind")),
        text(claims, "oid"),
        text(claims, "appid"),
        text(claims, "tid"),
        text(claims, "name"));
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
