package io.snapwarden.incident;

import io.snapwarden.policy.Mode;
import io.snapwarden.policy.TicketChoice;
import java.time.Duration;

/**
 * What the policy said of a write when it was decided.
 *
 * @param mode how far the response may go, already capped by the app's setting of that day
 * @param policyHash the policy that decided it
 * @param approvalExpires how long an approval may stay unanswered
 * @param targetsPerHour the policy's limit: distinct targets remediated per hour and subscription
 */
public record Terms(
    Mode mode,
    String policyHash,
    TicketChoice ticket,
    Duration approvalExpires,
    int targetsPerHour) {}
