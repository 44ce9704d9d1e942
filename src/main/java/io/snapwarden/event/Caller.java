package io.snapwarden.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who made the request, as its token's claims say.
 *
 * @param principal the object id in Entra; null only for {@link Kind#UNIDENTIFIED}
 * @param application the client id; on a user's token it is only the program that the user signed
 *     in with
 * @param managedIdentity the identity's resource, from the claim {@code xms_mirid}
 * @param groups from the claim {@code groups}; empty on group overage
 * @param name a UPN, a name or a client id: text that the caller may have chosen, for display only
 * @param doubt why the caller is unidentified; null for every other kind
 */
public record Caller(
    Kind kind,
    @Nullable Guid principal,
    @Nullable Guid application,
    @Nullable Guid tenant,
    @Nullable ResourceId managedIdentity,
    Set<Guid> groups,
    @Nullable String name,
    @Nullable String doubt) {

  public Caller {
    groups = Set.copyOf(groups);
    if (kind != Kind.UNIDENTIFIED && (principal == null || tenant == null)) {
      throw new IllegalArgumentException("an identified caller has an object id and a tenant");
    }
  }

  /** What sort of principal it is. */
  public enum Kind {
    USER("user"),
    APPLICATION("application"),
    MANAGED_IDENTITY("managed-identity"),
    UNIDENTIFIED("unidentified");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /** As printed and stored. */
    public String text() {
      return text;
    }
  }

  /** Whether the token was given to a program by itself, with no user behind it. */
  public boolean appOnly() {
    return kind == Kind.APPLICATION || kind == Kind.MANAGED_IDENTITY;
  }
}
