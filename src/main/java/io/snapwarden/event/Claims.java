package io.snapwarden.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of the caller's token that matter; each may come under a short and a long key. */
final class Claims {

  private static final Set<String> KEYS =
      Set.of(
          "oid",
          "http://schemas.microsoft.com/identity/claims/objectidentifier",
          "tid",
          "http://schemas.microsoft.com/identity/claims/tenantid",
          "appid",
          "scp",
          "http://schemas.microsoft.com/identity/claims/scope",
          "idtyp",
          "upn",
          "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
          "xms_mirid",
          "name",
          "email",
          "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress");

  @Nullable String objectId;
  @Nullable String tenantId;
  @Nullable String applicationId;
  @Nullable String scope;
  @Nullable String tokenType;
  @Nullable String upn;
  @Nullable String email;
  @Nullable String name;
  @Nullable String managedIdentity;
  final Set<Guid> groups = new HashSet<>();

  /** Why the claims as a whole may not be believed. */
  @Nullable String doubt;

  /** Whether a claim is worth reading. */
  static boolean matters(String key) {
    return KEYS.contains(key);
  }

  /**
   * Takes one claim. Two values for one claim, whichever keys they came under, are a doubt: another
   * reader could have taken the other one.
   */
  void put(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    switch (key) {
      case "oid", "http://schemas.microsoft.com/identity/claims/objectidentifier" ->
          objectId = same("oid", objectId, value);
      case "tid", "http://schemas.microsoft.com/identity/claims/tenantid" ->
          tenantId = same("tid", tenantId, value);
      case "appid" -> applicationId = same(key, applicationId, value);
      case "scp", "http://schemas.microsoft.com/identity/claims/scope" ->
          scope = same("scp", scope, value);
      case "idtyp" -> tokenType = same(key, tokenType, value);
      case "upn", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn" ->
          upn = same("upn", upn, value);
      case "xms_mirid" -> managedIdentity = same(key, managedIdentity, value);
      // These are for display only, so the first will do.
      case "name" -> name = name == null ? value : name;
      case "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "email" ->
          email = email == null ? value : email;
      default -> {}
    }
  }

  private @Nullable String same(String claim, @Nullable String before, String value) {
    if (before != null && !before.equalsIgnoreCase(value)) {
      doubt = "the claims hold two values for " + claim;
    }
    return value;
  }

  /** Takes the claim {@code groups}: object ids joined by commas, or one of an array's. */
  void putGroups(String value) {
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      Guid.parse(value.substring(from, to).trim()).ifPresent(groups::add);
      from = to + 1;
    }
  }
}
