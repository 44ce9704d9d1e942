package io.snapwarden.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot writes for tests: sound, successful, and by a user of our tenant, unless a test says
 * otherwise.
 */
public final class Writes {

  public static final Guid OUR_TENANT = Guid.of("11111111-1111-1111-1111-111111111111");
  public static final Guid ANOTHER_TENANT = Guid.of("99999999-9999-9999-9999-999999999999");
  public static final Guid SUBSCRIPTION = Guid.of("55555555-5555-5555-5555-555555555555");

  /** The object id of a person. */
  public static final Guid ALICE = Guid.of("aaaaaaaa-0000-0000-0000-000000000001");

  /** The object id of another person. */
  public static final Guid MALLORY = Guid.of("aaaaaaaa-0000-0000-0000-000000000666");

  /** The client id of a pipeline. */
  public static final Guid PIPELINE = Guid.of("22222222-2222-2222-2222-222222222222");

  /** The object id of the pipeline's service principal. */
  public static final Guid PIPELINE_PRINCIPAL = Guid.of("33333333-3333-3333-3333-333333333333");

  public static final Guid PLATFORM_TEAM = Guid.of("44444444-4444-4444-4444-444444444444");

  public static final ResourceId BACKUP_IDENTITY =
      ResourceId.of(
          "/subscriptions/"
              + SUBSCRIPTION
              + "/resourceGroups/identities/providers/Microsoft.ManagedIdentity"
              + "/userAssignedIdentities/aks-backup");

  public static final Instant AT = Instant.parse("2026-11-15T12:00:00Z");

  private String eventId = "event-1";
  private Instant at = AT;
  private SnapshotKind kind = SnapshotKind.NODE_POOL;
  private SnapshotWrite.Outcome outcome = SnapshotWrite.Outcome.SUCCEEDED;
  private ResourceId target = snapshot("aks-prod-1", "nightly-1");
  private Caller caller = user(ALICE);
  private String correlationId = "correlation-1";
  private @Nullable Address clientAddress;
  private SnapshotWrite.@Nullable Grant grant;
  private final List<String> inconsistencies = new ArrayList<>();

  private Writes() {}

  /** A sound write by Alice of the snapshot {@code nightly-1} in {@code aks-prod-1}. */
  public static Writes aWrite() {
    return new Writes();
  }

  /** The id of a node pool's snapshot. */
  public static ResourceId snapshot(String resourceGroup, String name) {
    return snapshot(SUBSCRIPTION, resourceGroup, SnapshotKind.NODE_POOL, name);
  }

  public static ResourceId snapshot(
      Guid subscription, String resourceGroup, SnapshotKind kind, String name) {
    return ResourceId.of(
        "/subscriptions/"
            + subscription
            + "/resourceGroups/"
            + resourceGroup
            + "/providers/"
            + kind.type()
            + "/"
            + name);
  }

  /** A user signed in through the Azure CLI. */
  public static Caller user(Guid principal) {
    return userThrough(principal, Guid.of("04b07795-8ddb-461a-bbee-02f9e1bf7b46"));
  }

  /** A user signed in through some application. */
  public static Caller userThrough(Guid principal, Guid application) {
    return new Caller(
        Caller.Kind.USER,
        principal,
        application,
        OUR_TENANT,
        null,
        Set.of(),
        "alice@contoso.example",
        null);
  }

  /** An application that calls by itself. */
  public static Caller application(Guid principal, Guid application) {
    return new Caller(
        Caller.Kind.APPLICATION, principal, application, OUR_TENANT, null, Set.of(), null, null);
  }

  public static Caller managedIdentity(Guid principal, Guid application, ResourceId identity) {
    return new Caller(
        Caller.Kind.MANAGED_IDENTITY,
        principal,
        application,
        OUR_TENANT,
        identity,
        Set.of(),
        null,
        null);
  }

  /** A caller whose claims say nothing at all. */
  public static Caller nobodyWeKnow() {
    return new Caller(
        Caller.Kind.UNIDENTIFIED, null, null, null, null, Set.of(), null, "it has no object id");
  }

  /** The same caller with a token of another tenant. */
  public static Caller of(Guid tenant, Caller caller) {
    return new Caller(
        caller.kind(),
        caller.principal(),
        caller.application(),
        tenant,
        caller.managedIdentity(),
        caller.groups(),
        caller.name(),
        caller.doubt());
  }

  /** The same caller as a member of groups. */
  public static Caller in(Set<Guid> groups, Caller caller) {
    return new Caller(
        caller.kind(),
        caller.principal(),
        caller.application(),
        caller.tenant(),
        caller.managedIdentity(),
        groups,
        caller.name(),
        caller.doubt());
  }

  /** The same caller, but its claims contradict each other. */
  public static Caller doubtful(Caller caller, String doubt) {
    return new Caller(
        Caller.Kind.UNIDENTIFIED,
        caller.principal(),
        caller.application(),
        caller.tenant(),
        caller.managedIdentity(),
        caller.groups(),
        caller.name(),
        doubt);
  }

  /** An address in numbers. */
  public static Address address(String literal) {
    return Objects.requireNonNull(Address.parse(literal), literal);
  }

  public Writes by(Caller caller) {
    this.caller = caller;
    return this;
  }

  /** Of a snapshot; the kind follows from its id. */
  public Writes to(ResourceId target) {
    this.target = target;
    this.kind =
        SnapshotKind.MANAGED_CLUSTER.isIdOf(target)
            ? SnapshotKind.MANAGED_CLUSTER
            : SnapshotKind.NODE_POOL;
    return this;
  }

  public Writes at(Instant at) {
    this.at = at;
    return this;
  }

  public Writes at(String instant) {
    return at(Instant.parse(instant));
  }

  public Writes from(String address) {
    this.clientAddress = address(address);
    return this;
  }

  public Writes fromNowhereKnown() {
    this.clientAddress = null;
    return this;
  }

  public Writes thatFailed() {
    this.outcome = SnapshotWrite.Outcome.FAILED;
    return this;
  }

  public Writes thatWasCancelled() {
    this.outcome = SnapshotWrite.Outcome.CANCELLED;
    return this;
  }

  public Writes contradictingItself(String inconsistency) {
    inconsistencies.add(inconsistency);
    return this;
  }

  public Writes event(String eventId) {
    this.eventId = eventId;
    return this;
  }

  public Writes correlated(String correlationId) {
    this.correlationId = correlationId;
    return this;
  }

  public Writes granted(SnapshotWrite.Grant grant) {
    this.grant = grant;
    return this;
  }

  public SnapshotWrite build() {
    return new SnapshotWrite(
        eventId,
        at,
        kind,
        outcome,
        target,
        caller,
        correlationId,
        clientAddress,
        grant,
        inconsistencies);
  }
}
