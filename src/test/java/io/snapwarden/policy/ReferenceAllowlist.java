package io.snapwarden.policy;

import io.snapwarden.event.Address;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The policy's design, sentence by sentence; ids are matched as text with regular expressions. */
record ReferenceAllowlist(Policy policy, @Nullable Guid own) {

  Verdict decide(SnapshotWrite write) {
    EnumSet<ViolationCode> codes = EnumSet.noneOf(ViolationCode.class);
    Caller caller = write.caller();
    if (!write.inconsistencies().isEmpty()) {
      codes.add(ViolationCode.INCONSISTENT_EVENT);
    }
    if (caller.kind() == Caller.Kind.UNIDENTIFIED) {
      codes.add(ViolationCode.UNIDENTIFIED_CALLER);
    }
    if (caller.tenant() != null && !caller.tenant().equals(policy.tenant())) {
      codes.add(ViolationCode.FOREIGN_TENANT);
    }
    if (own != null && own.equals(caller.principal())) {
      codes.add(ViolationCode.OWN_IDENTITY);
    }
    return codes.isEmpty()
        ? byRules(write)
        : new Verdict.Violation(write.attempt(), codes, respond(write, codes), "");
  }

  private Verdict byRules(SnapshotWrite write) {
    List<AllowRule> naming =
        policy.allow().stream().filter(rule -> names(rule, write.caller())).toList();
    List<AllowRule> covering =
        naming.stream().filter(rule -> covers(rule.targets(), write.target())).toList();
    EnumSet<ViolationCode> nearest = EnumSet.of(ViolationCode.UNKNOWN_CALLER);
    if (!naming.isEmpty()) {
      nearest = EnumSet.of(ViolationCode.TARGET_NOT_ALLOWED);
    }
    for (int failures = 2; failures >= 0; failures--) {
      for (int i = covering.size() - 1; i >= 0; i--) {
        EnumSet<ViolationCode> failed = failed(covering.get(i), write);
        if (failed.size() == failures) {
          nearest = failed;
        }
        if (failed.isEmpty() && failures == 0) {
          AllowRule first =
              covering.stream().filter(rule -> failed(rule, write).isEmpty()).findFirst().get();
          return new Verdict.Allowed(first.id(), "");
        }
      }
    }
    return new Verdict.Violation(write.attempt(), nearest, respond(write, nearest), "");
  }

  static boolean names(AllowRule rule, Caller caller) {
    boolean appOnly = caller.kind() != Caller.Kind.USER;
    return rule.callers().stream()
        .anyMatch(
            match -> {
              if (match instanceof CallerMatch.Principal principal) {
                return principal.id().equals(caller.principal());
              }
              if (match instanceof CallerMatch.Application application) {
                return appOnly && application.id().equals(caller.application());
              }
              if (match instanceof CallerMatch.ManagedIdentity identity) {
                return caller.managedIdentity() != null
                    && identity.id().text().equalsIgnoreCase(caller.managedIdentity().text());
              }
              return caller.groups().contains(((CallerMatch.Group) match).id());
            });
  }

  static boolean covers(List<TargetPattern> patterns, ResourceId target) {
    return patterns.stream().anyMatch(pattern -> regex(pattern).matcher(target.text()).matches());
  }

  static EnumSet<ViolationCode> failed(AllowRule rule, SnapshotWrite write) {
    EnumSet<ViolationCode> failed = EnumSet.noneOf(ViolationCode.class);
    boolean early = rule.notBefore() != null && write.at().compareTo(rule.notBefore()) < 0;
    boolean late = rule.until() != null && write.at().compareTo(rule.until()) >= 0;
    if (early || late) {
      failed.add(ViolationCode.OUTSIDE_WINDOW);
    }
    Address address = write.clientAddress();
    if (!rule.from().isEmpty()
        && (address == null
            || rule.from().stream().noneMatch(network -> network.contains(address)))) {
      failed.add(ViolationCode.SOURCE_ADDRESS);
    }
    return failed;
  }

  private ResponseRule respond(SnapshotWrite write, Set<ViolationCode> codes) {
    ResponseRule found =
        policy.responses().stream()
            .filter(
                response ->
                    response.violations().isEmpty()
                        || response.violations().stream().anyMatch(codes::contains))
            .filter(
                response ->
                    response.targets().isEmpty() || covers(response.targets(), write.target()))
            .findFirst()
            .orElse(ResponseRule.BUILT_IN);
    if (!write.attempt()) {
      return found;
    }
    Mode mode = found.mode() == Mode.OBSERVE ? Mode.OBSERVE : Mode.TICKET;
    return new ResponseRule(
        found.id(), List.of(), Set.of(), mode, List.of(), found.ticket(), Duration.ofHours(1));
  }

  static Pattern regex(TargetPattern pattern) {
    String[] segments = pattern.toString().split("/");
    List<String> parts = new ArrayList<>();
    for (String segment : segments) {
      parts.add(segment.equals("**") ? ".+" : Pattern.quote(segment).replace("*", "\\E[^/]*\\Q"));
    }
    return Pattern.compile(String.join("/", parts), Pattern.CASE_INSENSITIVE);
  }
}
