package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of the caller's token that matter; each may come under a short and a long key. Two
 * values for one claim, whichever keys they came under, are a doubt: another reader could have
 * taken the other one. So is a claim that is no text.
 *
 * <p>Keys: Microsoft Learn, "Access token claims reference"; the claims of captured events.
 */
final class Claims extends Part {

  private static final String[] LONG_KEYS = {
    "http://schemas.microsoft.com/identity/claims/objectidentifier", "oid",
    "http://schemas.microsoft.com/identity/claims/tenantid", "tid",
    "http://schemas.microsoft.com/identity/claims/scope", "scp",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn", "upn",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "name",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "email",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups", "groups"
  };

  @Nullable String objectId;
  @Nullable String tenantId;
  @Nullable String applicationId;
  @Nullable String scope;
  @Nullable String tokenType;
  @Nullable String upn;
  @Nullable String email;
  @Nullable String name;
  @Nullable String managedIdentity;

  /** Whether something stands there that only users have, but that makes nobody a user. */
  boolean person;

  /** Why the claims as a whole may not be believed. */
  @Nullable String doubt;

  private @Nullable Set<Guid> groups;
  private boolean overage;

  /** Claims that say nothing but why. */
  static Claims doubtful(String doubt) {
    Claims claims = new Claims();
    claims.doubt = doubt;
    return claims;
  }

  /** On overage some groups are elsewhere, and those that are here must not decide anything. */
  Set<Guid> groups() {
    return groups == null || overage ? Set.of() : groups;
  }

  @Override
  void member(String key, JsonReader json) throws IOException {
    String claim = shortKey(key);
    switch (claim) {
      case "oid" -> objectId = one(claim, objectId, json);
      case "tid" -> tenantId = one(claim, tenantId, json);
      case "appid" -> applicationId = one(claim, applicationId, json);
      case "scp" -> scope = one(claim, scope, json);
      case "idtyp" -> tokenType = one(claim, tokenType, json);
      case "upn" -> upn = one(claim, upn, json);
      case "xms_mirid" -> managedIdentity = one(claim, managedIdentity, json);
      case "groups" -> groups(json);
      // Both stand where the groups would not fit.
      case "_claim_names", "hasgroups" -> {
        overage = true;
        json.skipValue();
      }
      default -> display(claim, json);
    }
  }

  /** The short key for a long one; nothing for a long one that does not matter. */
  private static String shortKey(String key) {
    if (!key.startsWith("http")) {
      return key;
    }
    // Compared, not hashed: these are long, and most of what an event holds.
    for (int i = 0; i < LONG_KEYS.length; i += 2) {
      if (LONG_KEYS[i].equals(key)) {
        return LONG_KEYS[i + 1];
      }
    }
    return "";
  }

  /** For display, and as marks of a person: of several values the first will do. */
  private void display(String claim, JsonReader json) throws IOException {
    switch (claim) {
      case "name" -> {
        String value = mark(json);
        name = name == null ? value : name;
      }
      case "email" -> {
        String value = mark(json);
        email = email == null ? value : email;
      }
      case "puid", "altsecid" -> mark(json);
      default -> json.skipValue();
    }
  }

  private @Nullable String mark(JsonReader json) throws IOException {
    String value = text(json);
    person |= value != null;
    return value;
  }

  private @Nullable String one(String claim, @Nullable String before, JsonReader json)
      throws IOException {
    JsonToken token = json.peek();
    if (token != JsonToken.STRING && token != JsonToken.NULL) {
      doubt = "the claims hold something for " + claim + " that is no text";
    }
    String value = text(json);
    if (value == null) {
      return before;
    }
    if (before != null && !before.equalsIgnoreCase(value)) {
      doubt = "the claims hold two values for " + claim;
    }
    return value;
  }

  private static @Nullable String text(JsonReader json) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      json.skipValue();
      return null;
    }
    String text = json.nextString();
    return text.isEmpty() ? null : text;
  }

  private void groups(JsonReader json) throws IOException {
    Set<Guid> found = new HashSet<>();
    if (json.peek() == JsonToken.BEGIN_ARRAY) {
      json.beginArray();
      while (json.hasNext()) {
        joined(text(json), found);
      }
      json.endArray();
    } else {
      joined(text(json), found);
    }
    if (groups != null && !groups.equals(found)) {
      doubt = "the claims hold two values for groups";
    }
    groups = found;
  }

  /** Object ids joined by commas; what is none names no group. */
  private static void joined(@Nullable String ids, Set<Guid> into) {
    int from = 0;
    while (ids != null && from <= ids.length()) {
      int comma = ids.indexOf(',', from);
      int to = comma < 0 ? ids.length() : comma;
      Guid.parse(ids.substring(from, to).trim()).ifPresent(into::add);
      from = to + 1;
    }
  }
}
