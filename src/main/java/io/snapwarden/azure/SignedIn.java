package io.snapwarden.azure;

import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.AzureException;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in to Azure here, as their own token says. Only good for the record of who asked
 * for something: nobody has checked the token, and whoever holds the right to write the storage
 * could write any name.
 *
 * @param objectId of the principal, in its tenant
 * @param name a UPN, a name or a client id, for people to read
 * @param program whether it is an application or a managed identity by itself, with no person
 */
public record SignedIn(String objectId, String name, String tenant, boolean program) {

  private static final String AZURE = "https://management.azure.com";
  private static final String CURE =
      "sign in with `az login`, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET";

  /** Nobody is, or not so that one could say who; the message says so, with the cure. */
  public static final class NobodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NobodyException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Asks for a token for Azure Resource Manager, and reads it.
   *
   * @param environment as {@link Credentials#of} takes it
   * @throws NobodyException if there is no token, or it does not say whose it is
   * @throws IllegalArgumentException if {@code SNAPWARDEN_ARM_ENDPOINT} is wrong
   */
  public static SignedIn of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("SNAPWARDEN_ARM_ENDPOINT", "").strip();
    String scope = ArmEndpoint.of(URI.create(endpoint.isEmpty() ? AZURE : endpoint)).scope();
    return ofToken(token(environment, scope));
  }

  private static String token(Map<String, String> environment, String scope) {
    try {
      return Credentials.of(environment)
          .getTokenSync(new TokenRequestContext().addScopes(scope))
          .getToken();
    } catch (AzureException e) {
      throw new NobodyException("nobody is signed in to Azure: " + CURE, e);
    }
  }

  /** Whose token it is: a JWT, of which only the claims are read. */
  static SignedIn ofToken(String token) {
    JsonObject claims = claims(token);
    String objectId = text(claims, "oid");
    String tenant = text(claims, "tid");
    if (objectId == null || tenant == null) {
      throw new NobodyException("the sign-in's token does not say whose it is: " + CURE, null);
    }
    String name = first(claims, "upn", "unique_name", "preferred_username", "name", "appid");
    return new SignedIn(objectId, name == null ? objectId : name, tenant, program(claims));
  }

  private static boolean program(JsonObject claims) {
    String type = text(claims, "idtyp");
    return type == null
        ? text(claims, "xms_mirid") != null || text(claims, "scp") == null
        : type.equals("app");
  }

  private static JsonObject claims(String token) {
    String[] parts = token.split("\\.", -1);
    try {
      byte[] json = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
      if (JsonParser.parseString(new String(json, StandardCharsets.UTF_8))
          instanceof JsonObject claims) {
        return claims;
      }
    } catch (IllegalArgumentException | JsonParseException e) {
      // Without the cause: it may quote the token.
    }
    throw new NobodyException("the sign-in's token cannot be read: " + CURE, null);
  }

  private static @Nullable String first(JsonObject claims, String... names) {
    for (String name : names) {
      String text = text(claims, name);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable String text(JsonObject claims, String name) {
    JsonElement value = claims.get(name);
    return value != null && value.isJsonPrimitive() && !value.getAsString().isBlank()
        ? value.getAsString()
        : null;
  }
}
