package io.snapwarden.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says who called, from the claims alone. {@code evidence.principalId} is never asked: it names the
 * role assignment's principal, which may be a group that the caller is in.
 *
 * <p>Marks of each kind: Microsoft Learn, "Access token claims reference" and "Optional claims
 * reference" ({@code idtyp}); the claims of captured events.
 */
final class CallerReader {

  private static final int NAME_LENGTH = 256;
  private static final String IMPERSONATION = "user_impersonation";

  private CallerReader() {}

  static Caller read(@Nullable Claims claims, @Nullable String callerName) {
    if (claims == null) {
      return unidentified(null, callerName, "the event holds no claims");
    }
    String doubt = claims.doubt;
    if (doubt != null) {
      return unidentified(claims, callerName, doubt);
    }
    Optional<Guid> principal = Guid.parse(claims.objectId);
    Optional<Guid> tenant = Guid.parse(claims.tenantId);
    Optional<Guid> application = Guid.parse(claims.applicationId);
    if (principal.isEmpty()) {
      return unidentified(claims, callerName, absentOrBad("object id", claims.objectId));
    }
    if (tenant.isEmpty()) {
      return unidentified(claims, callerName, absentOrBad("tenant", claims.tenantId));
    }
    if (claims.applicationId != null && application.isEmpty()) {
      return unidentified(claims, callerName, absentOrBad("application id", claims.applicationId));
    }
    Optional<ResourceId> identity = ResourceId.parse(claims.managedIdentity);
    String contradiction = contradiction(claims, application.isPresent(), identity.isPresent());
    if (contradiction != null) {
      return unidentified(claims, callerName, contradiction);
    }
    Caller.Kind kind =
        userMarks(claims)
            ? Caller.Kind.USER
            : identity.isPresent() ? Caller.Kind.MANAGED_IDENTITY : Caller.Kind.APPLICATION;
    return new Caller(
        kind,
        principal.get(),
        application.orElse(null),
        tenant.get(),
        identity.orElse(null),
        claims.groups(),
        name(claims, callerName),
        null);
  }

  private static boolean userMarks(Claims claims) {
    return claims.upn != null || "user".equals(claims.tokenType) || impersonates(claims.scope);
  }

  private static boolean impersonates(@Nullable String scope) {
    return scope != null
        && (scope.equals(IMPERSONATION) || List.of(scope.split(" ", -1)).contains(IMPERSONATION));
  }

  private static @Nullable String contradiction(
      Claims claims, boolean application, boolean identity) {
    String type = claims.tokenType;
    boolean user = userMarks(claims);
    if (type != null && !type.equals("user") && !type.equals("app")) {
      return "the claims are of a token that is neither a user's nor an application's";
    }
    if (user && "app".equals(type)) {
      return "the claims have marks of a user and of an application";
    }
    if (user && claims.managedIdentity != null) {
      return "the claims have marks of a user and of a managed identity";
    }
    if (!user && claims.scope != null) {
      return "the claims hold a scope, as a user's do, but not user_impersonation";
    }
    if (claims.managedIdentity != null && !identity) {
      return "the claims name a managed identity that is no resource id";
    }
    if (!user && !application) {
      return "the claims have neither a user's marks nor an application id";
    }
    if (!user && claims.person) {
      // Tokens of applications have none of these claims, as captured events show.
      return "the claims have marks of a person, but none that makes a user";
    }
    return null;
  }

  private static Caller unidentified(
      @Nullable Claims claims, @Nullable String callerName, String doubt) {
    return new Caller(
        Caller.Kind.UNIDENTIFIED,
        claims == null ? null : Guid.parse(claims.objectId).orElse(null),
        claims == null ? null : Guid.parse(claims.applicationId).orElse(null),
        claims == null ? null : Guid.parse(claims.tenantId).orElse(null),
        null,
        Set.of(),
        name(claims, callerName),
        doubt);
  }

  private static String absentOrBad(String what, @Nullable String value) {
    return value == null
        ? "the claims hold no " + what
        : "the claims hold a value for " + what + " that is no GUID";
  }

  private static @Nullable String name(@Nullable Claims claims, @Nullable String callerName) {
    String name = callerName;
    if (claims != null) {
      name =
          claims.upn != null
              ? claims.upn
              : claims.email != null
                  ? claims.email
                  : claims.name != null
                      ? claims.name
                      : callerName != null ? callerName : claims.applicationId;
    }
    if (name == null || name.length() <= NAME_LENGTH) {
      return name;
    }
    boolean split = Character.isHighSurrogate(name.charAt(NAME_LENGTH - 1));
    return name.substring(0, split ? NAME_LENGTH - 1 : NAME_LENGTH);
  }
}
