package io.snapwarden.ticket.desk;

/** Gives tokens of the app's own identity. */
@FunctionalInterface
public interface Tokens {

  /**
   * A token that is good for a while.
   *
   * @param scope what it is for, as in {@code <resource id>/.default}
   * @throws RuntimeException if there is none
   */
  String token(String scope);
}
