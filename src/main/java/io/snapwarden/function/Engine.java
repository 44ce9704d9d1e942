package io.snapwarden.function;

import com.azure.core.credential.TokenCredential;
import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import io.snapwarden.incident.DeskNews;
import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.LateDecision;
import io.snapwarden.incident.Ports;
import io.snapwarden.incident.Reception;
import io.snapwarden.incident.Rescue;
import io.snapwarden.incident.Responder;
import io.snapwarden.incident.Schedule;
import io.snapwarden.incident.Sweep;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.remediation.playbook.Playbook;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.Mirror;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.desk.Desks;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that needs the Azure SDK, each made when it is first needed. Kept apart from {@link App} so
 * that deciding loads none of it.
 */
final class Engine {

  private final App app;
  private final Settings settings;
  private final AzureStorage storage;
  private final Arm arm;
  private final Inbox inbox;
  private final Schedule schedule;
  private final Evidence evidence;
  private final Supplier<PolicyStore> policies;
  private final Function<String, TicketDesk> desks;
  private final Supplier<Responder> responder = once(this::newResponder);
  private final Supplier<Reception> reception = once(this::newReception);
  private final Supplier<Sweep> sweep = once(this::newSweep);
  private final Supplier<Rescue> rescue = once(this::newRescue);

  Engine(
      App app,
      Settings settings,
      AzureStorage storage,
      Supplier<Arm> arm,
      Function<String, TicketDesk> desks) {
    this.app = app;
    this.settings = settings;
    this.storage = storage;
    this.arm = request -> arm.get().send(request);
    this.desks = desks;
    // Blobs and queues each bring an SDK of their own, which the beginning of an incident spares.
    Supplier<Inbox> inboxOnce = once(storage::inbox);
    this.inbox = message -> inboxOnce.get().put(message);
    Supplier<Schedule> scheduleOnce = once(storage::schedule);
    this.schedule = (delay, message) -> scheduleOnce.get().after(delay, message);
    this.evidence = new LateEvidence(once(storage::evidence));
    this.policies = once(storage::policies);
  }

  /** In Azure, as whoever the settings say. */
  static Engine of(App app, Map<String, String> settings, Settings checked) {
    Supplier<TokenCredential> identity = once(() -> Credentials.of(settings));
    return new Engine(
        app,
        checked,
        new AzureStorage(settings, identity),
        once(() -> new AzureArm(checked.armEndpoint(), identity.get())),
        Desks.read(
            settings,
            new ArrayList<>(),
            scope -> Credentials.token(identity.get(), scope),
            Clock.systemUTC()));
  }

  Responder responder() {
    return responder.get();
  }

  Reception reception() {
    return reception.get();
  }

  Sweep sweep() {
    return sweep.get();
  }

  Rescue rescue() {
    return rescue.get();
  }

  private Responder newResponder() {
    return new Responder(
        new Ports(
            storage.incidents(),
            schedule,
            inbox,
            evidence,
            storage.turns(),
            storage.budgets(),
            storage.tickets(),
            storage.storms(),
            this::redrive),
        new Playbook(arm),
        settings.effectiveCap(),
        settings.ownPrincipal(),
        settings.tickets(),
        Clock.systemUTC(),
        new SecureRandom(),
        () -> UUID.randomUUID().toString());
  }

  /** Decides an event once more, with the policy of this moment. */
  private void redrive(String event) {
    String policy = policies.get().current().map(PolicyStore.Stored::text).orElse(null);
    app.intake().receive(event, policy).messages().forEach(inbox::put);
  }

  private Reception newReception() {
    LateDecision late = new LateDecision(policies, App.policy(settings), App.policy(settings));
    Mirror mirror =
        new Mirror(
            storage.tickets(),
            storage.copies(),
            desks,
            Clock.systemUTC(),
            () -> UUID.randomUUID().toString());
    return new Reception(late, responder(), new DeskNews(mirror, schedule));
  }

  private Sweep newSweep() {
    return new Sweep(
        new ActivityLog(arm, settings.armEndpoint()),
        storage.watermarks(),
        storage.incidents(),
        evidence,
        inbox,
        settings.subscriptions(),
        settings.sweepOverlap(),
        Clock.systemUTC());
  }

  private Rescue newRescue() {
    return new Rescue(storage.incidents(), schedule, storage.stranded(), Clock.systemUTC());
  }

  /** Evidence that opens its storage when there is some to keep or to read. */
  private record LateEvidence(Supplier<Evidence> evidence) implements Evidence {

    @Override
    public String keep(IncidentId id, String name, String text) {
      return evidence.get().keep(id, name, text);
    }

    @Override
    public Optional<String> read(String reference) {
      return evidence.get().read(reference);
    }

    @Override
    public Optional<String> unreadable(String sha256) {
      return evidence.get().unreadable(sha256);
    }
  }

  /** Made when it is first needed; a failure is not remembered. */
  private static <T> Supplier<T> once(Supplier<T> make) {
    return new Supplier<>() {
      private @Nullable T made;

      @Override
      public synchronized T get() {
        T value = made;
        if (value == null) {
          value = make.get();
          made = value;
        }
        return value;
      }
    };
  }
}
