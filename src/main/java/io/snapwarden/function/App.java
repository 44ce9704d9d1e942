package io.snapwarden.function;

import com.azure.core.credential.TokenCredential;
import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import io.snapwarden.event.Guid;
import io.snapwarden.incident.Inbox;
import io.snapwarden.incident.Intake;
import io.snapwarden.incident.Ports;
import io.snapwarden.incident.Redrive;
import io.snapwarden.incident.Rescue;
import io.snapwarden.incident.Responder;
import io.snapwarden.incident.Sweep;
import io.snapwarden.incident.TicketDesks;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.PolicyReader;
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
import java.util.ArrayList;
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
  private @Nullable Responder responder;
  private @Nullable Sweep sweep;
  private @Nullable Rescue rescue;

  /** An app with these settings. */
  public App(Map<String, String> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** An app with these settings, but with a storage and an Azure of one's own. */
  App(Map<String, String> settings, AzureStorage storage, Arm arm) {
    this(settings);
    Settings checked = Settings.of(settings);
    this.responder =
        OnAzure.responder(checked, storage, () -> arm, event -> redrive(event, storage));
    this.sweep = OnAzure.sweep(checked, storage, () -> arm);
    this.rescue = OnAzure.rescue(storage);
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
   * @throws IllegalArgumentException if a setting is wrong; it names the setting and the cure
   */
  public synchronized Intake intake() {
    Intake made = intake;
    if (made == null) {
      List<String> problems = new ArrayList<>();
      Guid principal = Settings.principal(settings, problems);
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException("app settings: " + String.join("; ", problems));
      }
      made =
          new Intake(
              new CurrentPolicy(
                  new PolicyReader(new RemediationSpecs()), packagedPolicy(), principal));
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
  public synchronized Responder responder() {
    Responder made = responder;
    if (made == null) {
      made = OnAzure.responder(this, settings, Settings.of(settings));
      responder = made;
    }
    return made;
  }

  /** Decides an event once more, with the policy of this moment. */
  private void redrive(String event, AzureStorage storage) {
    Inbox inbox = storage.inbox();
    intake().receive(event, null).messages().forEach(inbox::put);
  }

  /**
   * What reads the Activity Log.
   *
   * @throws IllegalArgumentException if settings are wrong; it names all of them, each with its
   *     cure
   */
  public synchronized Sweep sweep() {
    Sweep made = sweep;
    if (made == null) {
      made = OnAzure.sweep(settings, Settings.of(settings));
      sweep = made;
    }
    return made;
  }

  /** What finds incidents that nobody comes back to. */
  public synchronized Rescue rescue() {
    Rescue made = rescue;
    if (made == null) {
      made = OnAzure.rescue(settings);
      rescue = made;
    }
    return made;
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

    static Responder responder(App app, Map<String, String> settings, Settings checked) {
      Supplier<TokenCredential> identity = once(() -> Credentials.of(settings));
      AzureStorage storage = new AzureStorage(settings, identity);
      return responder(
          checked, storage, arm(checked, identity), event -> app.redrive(event, storage));
    }

    static Rescue rescue(Map<String, String> settings) {
      return rescue(new AzureStorage(settings, once(() -> Credentials.of(settings))));
    }

    static Rescue rescue(AzureStorage storage) {
      return new Rescue(storage.incidents(), storage.schedule(), Clock.systemUTC());
    }

    static Sweep sweep(Map<String, String> settings, Settings checked) {
      Supplier<TokenCredential> identity = once(() -> Credentials.of(settings));
      return sweep(checked, new AzureStorage(settings, identity), arm(checked, identity));
    }

    private static Supplier<Arm> arm(Settings checked, Supplier<TokenCredential> identity) {
      return once(() -> new AzureArm(checked.armEndpoint(), identity.get()));
    }

    static Sweep sweep(Settings checked, AzureStorage storage, Supplier<Arm> arm) {
      return new Sweep(
          new ActivityLog(request -> arm.get().send(request), checked.armEndpoint()),
          storage.watermarks(),
          storage.incidents(),
          storage.evidence(),
          storage.inbox(),
          checked.subscriptions(),
          checked.sweepOverlap(),
          Clock.systemUTC());
    }

    static Responder responder(
        Settings checked, AzureStorage storage, Supplier<Arm> arm, Redrive redrive) {
      return new Responder(
          new Ports(
              storage.incidents(),
              storage.schedule(),
              storage.inbox(),
              storage.evidence(),
              storage.turns(),
              storage.budgets(),
              new TicketDesks(new LedgerDesk(storage.tickets()), List.of()),
              redrive),
          new Playbook(request -> arm.get().send(request)),
          checked.effectiveCap(),
          checked.ownPrincipal(),
          Clock.systemUTC(),
          new SecureRandom(),
          () -> UUID.randomUUID().toString());
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
