package io.snapwarden.event;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The claims of the caller's token that matter; each may come under a short and a long key. */
final class Claims {

  /** The claims that say who it is. */
  private static final Set<String> MARKS =
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
          "xms_mirid");

  /** The claims that are shown to people. */
  private static final Set<String> NAMES =
      Set.of("name", "email", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress");

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
  private boolean groupsCame;

  /** Why the claims as a whole may not be believed. */
  @Nullable String doubt;

  /** Whether a claim is worth reading. */
  static boolean matters(String key) {
    return MARKS.contains(key) || NAMES.contains(key);
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

  /** Takes a claim whose value is not text, so that nobody can say what it means. */
  void putNoText(String key) {
    if (MARKS.contains(key)) {
      doubt = "the claims hold a value that is no text for " + key;
    }
  }

  /** Takes the claim {@code groups}; it comes once, or with the same groups again. */
  void putGroups(Set<Guid> value) {
    if (groupsCame && !groups.equals(value)) {
      doubt = "the claims hold two values for groups";
    }
    groupsCame = true;
    groups.addAll(value);
  }

  /** Reads object ids joined by commas. */
  static void addGroups(String value, Set<Guid> groups) {
    int from = 0;
    while (from <= value.length()) {
      int comma = value.indexOf(',', from);
      int to = comma < 0 ? value.length() : comma;
      Guid.parse(value.substring(from, to).trim()).ifPresent(groups::add);
      from = to + 1;
    }
  }
}
