package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the indexed allowlist with a slow one, written straight from the design. */
@Tag("gson")
class AllowlistAgainstReferenceTest {

  private static final int POLICIES = 2_000;
  private static final int WRITES = 10;

  // Few ids and names, so that rules and writes often meet.
  private static final List<Guid> IDS =
      IntStream.range(0, 4).mapToObj(i -> new Guid(0x1000, i)).toList();
  private static final List<Guid> SUBSCRIPTIONS = List.of(new Guid(7, 1), new Guid(7, 2));
  private static final List<ResourceId> IDENTITIES =
      List.of(Writes.BACKUP_IDENTITY, ResourceId.of(Writes.BACKUP_IDENTITY.text() + "-2"));
  private static final List<String> NAMES = List.of("a", "b", "ab", "aab", "aba", "bab");
  private static final List<String> NAME_PATTERNS =
      List.of("a", "AB", "aab", "*", "a*", "*b", "A*b", "*a*", "a*a*", "*b*b*", "b*b");
  private static final List<String> COLLECTIONS =
      List.of("snapshots", "Snapshots", "managedclustersnapshots", "*", "*snapshots", "m*");
  private static final Guid OURSELVES = IDS.get(3);

  private final Random random = new Random(20261115);

  @Test
  void the_index_and_a_scan_of_all_rules_say_the_same() {
    Set<String> seen = new java.util.TreeSet<>();
    for (int i = 0; i < POLICIES; i++) {
      Policy policy = policy();
      Guid own = random.nextInt(3) == 0 ? null : OURSELVES;
      Allowlist allowlist = Allowlist.compile(policy, own);
      for (int j = 0; j < WRITES; j++) {
        SnapshotWrite write = write();

        String expected = new Reference(policy, own).decide(write);

        assertThat(shown(allowlist.decide(write))).as("%s%n%s", policy, write).isEqualTo(expected);
        seen.add(expected.replaceAll(" .*", ""));
      }
    }
    assertThat(seen)
        .as("a reference that never says something tests nothing")
        .hasSizeGreaterThan(12);
  }

  private static String shown(Verdict verdict) {
    return verdict.fold(
        allowed -> "allowed by " + allowed.rule(),
        violation ->
            (violation.attempt() ? "attempt" : "violation")
                + shown(violation.codes())
                + " "
                + violation.response().id()
                + " "
                + violation.response().mode()
                + " "
                + violation.response().remediations().size());
  }

  private static String shown(Set<ViolationCode> codes) {
    return codes.stream()
        .sorted()
        .map(ViolationCode::text)
        .collect(Collectors.joining("+", ":", ""));
  }

  /** The design, sentence by sentence; ids are matched as text with regular expressions. */
  private record Reference(Policy policy, @Nullable Guid own) {

    private String decide(SnapshotWrite write) {
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
          : shown(new Verdict.Violation(write.attempt(), codes, respond(write, codes), ""));
    }

    private String byRules(SnapshotWrite write) {
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
            return "allowed by " + first.id();
          }
        }
      }
      return shown(new Verdict.Violation(write.attempt(), nearest, respond(write, nearest), ""));
    }

    private static boolean names(AllowRule rule, Caller caller) {
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

    private static boolean covers(List<TargetPattern> patterns, ResourceId target) {
      return patterns.stream().anyMatch(pattern -> regex(pattern).matcher(target.text()).matches());
    }

    private static EnumSet<ViolationCode> failed(AllowRule rule, SnapshotWrite write) {
      EnumSet<ViolationCode> failed = EnumSet.noneOf(ViolationCode.class);
      boolean early = rule.notBefore() != null && write.at().compareTo(rule.notBefore()) < 0;
      boolean late = rule.until() != null && write.at().compareTo(rule.until()) >= 0;
      if (early || late) {
        failed.add(ViolationCode.OUTSIDE_WINDOW);
      }
      InetAddress address = write.clientAddress();
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
  }

  static Pattern regex(TargetPattern pattern) {
    String[] segments = pattern.toString().split("/");
    List<String> parts = new ArrayList<>();
    for (String segment : segments) {
      parts.add(segment.equals("**") ? ".+" : Pattern.quote(segment).replace("*", "\\E[^/]*\\Q"));
    }
    return Pattern.compile(String.join("/", parts), Pattern.CASE_INSENSITIVE);
  }

  private Policy policy() {
    return new Policy(
        Writes.OUR_TENANT,
        some(6, this::rule),
        some(3, this::response),
        Limits.DEFAULT,
        "sha256:none");
  }

  private AllowRule rule() {
    return new AllowRule(
        "rule-" + random.nextInt(1_000_000),
        atLeastOne(3, this::callerMatch),
        atLeastOne(3, this::target),
        random.nextBoolean() ? List.of() : atLeastOne(2, this::network),
        random.nextInt(3) > 0 ? null : instant(),
        random.nextInt(3) > 0 ? null : instant(),
        "owner",
        "reason");
  }

  private ResponseRule response() {
    Mode mode = pick(List.of(Mode.values()));
    return new ResponseRule(
        "response-" + random.nextInt(1_000_000),
        some(2, this::target),
        Set.copyOf(some(2, () -> pick(List.of(ViolationCode.values())))),
        mode,
        List.of(new RemediationChoice("tag-snapshot", new com.google.gson.JsonObject())),
        TicketChoice.DEFAULT,
        ResponseRule.APPROVAL_EXPIRES);
  }

  private CallerMatch callerMatch() {
    return switch (random.nextInt(4)) {
      case 0 -> new CallerMatch.Principal(pick(IDS));
      case 1 -> new CallerMatch.Application(pick(IDS));
      case 2 -> new CallerMatch.ManagedIdentity(pick(IDENTITIES));
      default -> new CallerMatch.Group(pick(IDS));
    };
  }

  private TargetPattern target() {
    String text = "/subscriptions/" + pick(SUBSCRIPTIONS);
    if (random.nextInt(8) == 0) {
      return TargetPattern.parse(text + "/**").orElseThrow();
    }
    text += "/resourceGroups/" + pick(NAME_PATTERNS);
    if (random.nextInt(4) == 0) {
      return TargetPattern.parse(text + "/**").orElseThrow();
    }
    text += "/providers/microsoft.ContainerService/" + pick(COLLECTIONS);
    text += "/" + (random.nextInt(5) == 0 ? "**" : pick(NAME_PATTERNS));
    return TargetPattern.parse(text).orElseThrow();
  }

  private Network network() {
    return Network.parse(
            pick(List.of("10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "::ffff:10.2.0.0/112")))
        .orElseThrow();
  }

  private @Nullable InetAddress address() {
    return random.nextInt(4) == 0
        ? null
        : Writes.address(pick(List.of("10.1.2.3", "10.2.0.9", "192.0.2.1", "2001:db8::7")));
  }

  private Instant instant() {
    return Writes.AT.plusSeconds(random.nextInt(7) - 3);
  }

  private SnapshotWrite write() {
    ResourceId target =
        Writes.snapshot(
            pick(SUBSCRIPTIONS),
            pick(NAMES).toUpperCase(java.util.Locale.ROOT),
            pick(List.of(SnapshotKind.values())),
            pick(NAMES));
    Writes write = Writes.aWrite().to(target).at(instant()).by(caller());
    InetAddress address = address();
    if (address != null) {
      write.from(address.getHostAddress());
    }
    if (random.nextInt(10) == 0) {
      write.contradictingItself("somehow");
    }
    return switch (random.nextInt(6)) {
      case 0 -> write.thatFailed().build();
      case 1 -> write.thatWasCancelled().build();
      default -> write.build();
    };
  }

  private Caller caller() {
    Caller caller =
        switch (random.nextInt(4)) {
          case 0 -> Writes.application(pick(IDS), pick(IDS));
          case 1 -> Writes.managedIdentity(pick(IDS), pick(IDS), pick(IDENTITIES));
          default -> Writes.userThrough(pick(IDS), pick(IDS));
        };
    caller = Writes.in(Set.copyOf(some(2, () -> pick(IDS))), caller);
    if (random.nextInt(12) == 0) {
      caller = Writes.doubtful(caller, "odd");
    }
    return random.nextInt(12) == 0 ? Writes.of(Writes.ANOTHER_TENANT, caller) : caller;
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> List<T> some(int most, java.util.function.Supplier<T> one) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> one.get()).toList();
  }

  private <T> List<T> atLeastOne(int most, java.util.function.Supplier<T> one) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(i -> one.get()).toList();
  }
}
