package io.snapwarden.function;

import com.azure.core.credential.TokenCredential;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.Intake;
import io.snapwarden.incident.LateDecision;
import io.snapwarden.incident.Ports;
import io.snapwarden.incident.Reception;
import io.snapwarden.incident.Responder;
import io.snapwarden.incident.TicketDesks;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.remediation.Playbook;
import io.snapwarden.remediation.RemediationSpecs;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.LedgerDesk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wires the objects together; nothing else does. What a function needs is made when it is first
 * asked for, and again after it could not be made: a setting that is mended heals the next
 * invocation.
 */
public final class App {

  private static @Nullable App shared;

  private final Map<String, String> settings;
  private @Nullable Intake intake;
  private @Nullable Engine engine;

  /** An app with these settings. */
  public App(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** An app with these settings, but with a storage and an Azure of one's own. */
  App(Map<String, String> settings, AzureStorage storage, Arm arm) {
    this(settings);
    this.engine = OnAzure.engine(this, Settings.of(settings), storage, () -> arm);
  }

  /**
   * The app of this process. Not made in a static initialiser: the environment is replaced when the
   * Functions host turns a waiting process into this app's.
   */
  static synchronized App shared() {
    App app = shared;
    if (app == null) {
      app = new App(System.getenv());
      shared = app;
    }
    return app;
  }

  /**
   * What reads and decides. Loads no class of the Azure SDK.
   *
   * @throws IllegalArgumentException if settings are wrong; it names all of them, each with its
   *     cure
   */
  public synchronized Intake intake() {
    Intake made = intake;
    if (made == null) {
      made = new Intake(policy(StartUp.check(settings)));
      intake = made;
    }
    return made;
  }

  /**
   * What advances incidents.
   *
   * @throws IllegalArgumentException if settings are wrong; it names all of them, each with its
   *     cure
   */
  public Responder responder() {
    return engine().responder();
  }

  /**
   * What takes in all that the queue brings.
   *
   * @throws IllegalArgumentException if settings are wrong; it names all of them, each with its
   *     cure
   */
  public Reception reception() {
    return engine().reception();
  }

  private synchronized Engine engine() {
    Engine made = engine;
    if (made == null) {
      made = OnAzure.engine(this, settings, StartUp.check(settings));
      engine = made;
    }
    return made;
  }

  /** What works on incidents. */
  private record Engine(Responder responder, Reception reception) {}

  private static CurrentPolicy policy(Settings checked) {
    return new CurrentPolicy(
        new PolicyReader(new RemediationSpecs()), packagedPolicy(), checked.ownPrincipal());
  }

  /** Decides an event once more, with the policy of this moment. */
  private void redrive(String event, PolicyStore policies, Inbox inbox) {
    String policy = policies.current().map(PolicyStore.Stored::text).orElse(null);
    intake().receive(event, policy).messages().forEach(inbox::put);
  }

  private static String packagedPolicy() {
    try (InputStream in = App.class.getResourceAsStream("/policy.json")) {
      if (in == null) {
        throw new IllegalStateException("policy.json is missing from the app's own jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kept apart so that deciding does not load it. */
  private static final class OnAzure {

    static Engine engine(App app, Map<String, String> settings, Settings checked) {
      Supplier<TokenCredential> identity = once(() -> Credentials.of(settings));
      return engine(
          app,
          checked,
          new AzureStorage(settings, identity),
          once(() -> new AzureArm(checked.armEndpoint(), identity.get())));
    }

    static Engine engine(App app, Settings checked, AzureStorage storage, Supplier<Arm> arm) {
      PolicyStore policies = storage.policies();
      Inbox inbox = storage.inbox();
      Responder responder =
          new Responder(
              new Ports(
                  storage.incidents(),
                  storage.schedule(),
                  inbox,
                  storage.evidence(),
                  storage.turns(),
                  storage.budgets(),
                  new TicketDesks(new LedgerDesk(storage.tickets()), List.of()),
                  event -> app.redrive(event, policies, inbox)),
              new Playbook(request -> arm.get().send(request)),
              checked.effectiveCap(),
              checked.ownPrincipal(),
              Clock.systemUTC(),
              new SecureRandom(),
              () -> UUID.randomUUID().toString());
      LateDecision late = new LateDecision(policies, policy(checked), policy(checked));
      return new Engine(responder, new Reception(late, responder));
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
}
