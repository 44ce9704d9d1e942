package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads allow rules one by one, and keeps them. */
final class AllowRuleReader implements PolicyDocument.Entries {

  private static final Set<String> KEYS =
      Set.of("id", "callers", "targets", "from", "notBefore", "until", "owner", "reason");
  private static final Set<String> CALLER_KEYS =
      Set.of("principal", "application", "managedIdentity", "group");
  private static final Duration SOON = Duration.ofDays(14);

  private final Instant now;
  private final Map<String, Place> ids = new HashMap<>();
  private final Map<String, String> notes = new HashMap<>();
  private final List<AllowRule> rules = new ArrayList<>();

  /** A rule that has expired by this instant is a problem. */
  AllowRuleReader(Instant now) {
    this.now = now;
  }

  /** All that could be read; one without problems stands under its index in the document. */
  List<AllowRule> rules() {
    return rules;
  }

  @Override
  public void read(Value value) {
    if (!value.isObject(KEYS)) {
      return;
    }
    String id = Terms.newId(value, ids);
    List<CallerMatch> callers = someOf(value, "callers", AllowRuleReader::caller);
    List<TargetPattern> targets = someOf(value, "targets", Terms::target);
    List<Network> from = value.someOf("from", Terms::network);
    Instant notBefore = Terms.instant(value.get("notBefore"));
    Instant until = until(value, notBefore);
    String owner = shared(Terms.note(value.require("owner")));
    String reason = shared(Terms.note(value.require("reason")));
    if (id != null && owner != null && reason != null) {
      rules.add(new AllowRule(id, callers, targets, from, notBefore, until, owner, reason));
    }
  }

  /** One string for all rules: many have the same owner, and not a few the same reason. */
  private @Nullable String shared(@Nullable String note) {
    String first = note == null ? null : notes.putIfAbsent(note, note);
    return first == null ? note : first;
  }

  private static <T> List<T> someOf(Value rule, String key, Function<Value, @Nullable T> read) {
    Value list = rule.require(key);
    return list == null ? List.of() : list.someOf(read);
  }

  private @Nullable Instant until(Value rule, @Nullable Instant notBefore) {
    Value value = rule.get("until");
    if (value == null) {
      rule.warn("never expires: give it \"until\"");
      return null;
    }
    Instant until = Terms.instant(value);
    if (until == null) {
      return null;
    }
    if (!until.isAfter(now)) {
      value.problem("has passed: the rule allows nothing any more");
    } else if (until.minus(SOON).isBefore(now)) {
      value.warn("expires within 14 days");
    }
    if (notBefore != null && !notBefore.isBefore(until)) {
      value.problem("must be later than \"notBefore\": the rule can never match");
    }
    return until;
  }

  private static @Nullable CallerMatch caller(Value value) {
    if (!value.isObject(CALLER_KEYS)) {
      return null;
    }
    int kinds = 0;
    for (String key : CALLER_KEYS) {
      kinds += value.get(key) == null ? 0 : 1;
    }
    if (kinds != 1) {
      value.problem("must have exactly one of principal, application, managedIdentity, group");
    }
    Guid principal = Terms.guid(value.get("principal"));
    Guid application = Terms.guid(value.get("application"));
    ResourceId identity = Terms.resource(value.get("managedIdentity"));
    Guid group = Terms.guid(value.get("group"));
    if (principal != null) {
      return new CallerMatch.Principal(principal);
    }
    if (application != null) {
      return new CallerMatch.Application(application);
    }
    if (identity != null) {
      return new CallerMatch.ManagedIdentity(identity);
    }
    return group == null ? null : new CallerMatch.Group(group);
  }
}
