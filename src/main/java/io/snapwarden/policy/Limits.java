package io.snapwarden.policy;

/**
 * How much harm one policy may do.
 *
 * @param remediatedTargetsPerHour distinct targets for each subscription; over it, tickets only
 */
public record Limits(int remediatedTargetsPerHour) {

  /** What counts where the policy says nothing. */
  public static final Limits DEFAULT = new Limits(10);
}
