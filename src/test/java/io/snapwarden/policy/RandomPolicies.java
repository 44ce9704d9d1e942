package io.snapwarden.policy;

import com.google.gson.JsonObject;
import io.snapwarden.event.Address;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Policies and writes at random, always the same ones for a seed. */
final class RandomPolicies {

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
  static final Guid OURSELVES = IDS.get(3);

  private final Random random;

  RandomPolicies(long seed) {
    this.random = new Random(seed);
  }

  Policy policy() {
    return new Policy(
        Writes.OUR_TENANT, some(6, this::rule), some(3, this::response), Limits.DEFAULT, "random");
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
        List.of(new RemediationChoice("tag-snapshot", new JsonObject())),
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

  private @Nullable Address address() {
    return random.nextInt(4) == 0
        ? null
        : Writes.address(pick(List.of("10.1.2.3", "10.2.0.9", "192.0.2.1", "2001:db8::7")));
  }

  private Instant instant() {
    return Writes.AT.plusSeconds(random.nextInt(7) - 3);
  }

  SnapshotWrite write() {
    ResourceId target =
        Writes.snapshot(
            pick(SUBSCRIPTIONS),
            pick(NAMES).toUpperCase(Locale.ROOT),
            pick(List.of(SnapshotKind.values())),
            pick(NAMES));
    Writes write = Writes.aWrite().to(target).at(instant()).by(caller());
    Address address = address();
    if (address != null) {
      write.from(address.toString());
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

  private <T> List<T> some(int most, Supplier<T> one) {
    return IntStream.range(0, random.nextInt(most + 1)).mapToObj(i -> one.get()).toList();
  }

  private <T> List<T> atLeastOne(int most, Supplier<T> one) {
    return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(i -> one.get()).toList();
  }
}
