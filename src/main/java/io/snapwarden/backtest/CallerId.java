package io.snapwarden.backtest;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import org.jspecify.annotations.Nullable;

/**
 * Who a caller is, without what changes from one token to the next: a person is the same whichever
 * program they use.
 *
 * @param application the client id; null for a user
 */
public record CallerId(
    Caller.Kind kind, @Nullable Guid principal, @Nullable Guid application, @Nullable Guid tenant) {

  public static CallerId of(Caller caller) {
    return new CallerId(
        caller.kind(),
        caller.principal(),
        caller.kind() == Caller.Kind.USER ? null : caller.application(),
        caller.tenant());
  }

  /** As in {@code user 77777777-7777-7777-7777-777777777777}. */
  @Override
  public String toString() {
    return kind.text() + (principal == null ? "" : " " + principal);
  }
}
