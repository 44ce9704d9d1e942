package io.snapwarden.function;

import io.snapwarden.azure.Arm;
import io.snapwarden.incident.Intake;
import io.snapwarden.incident.Reception;
import io.snapwarden.incident.Rescue;
import io.snapwarden.incident.Responder;
import io.snapwarden.incident.Sweep;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.ticket.desk.Desks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
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
    this.engine =
        new Engine(
            this,
            Settings.of(settings),
            storage,
            () -> arm,
            Desks.read(
                settings,
                new ArrayList<>(),
                scope -> {
                  throw new IllegalStateException("no identity for " + scope);
                },
                Clock.systemUTC()));
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

  /** What reads the Activity Log. */
  public Sweep sweep() {
    return engine().sweep();
  }

  /** What finds incidents that nobody comes back to. */
  public Rescue rescue() {
    return engine().rescue();
  }

  private synchronized Engine engine() {
    Engine made = engine;
    if (made == null) {
      made = Engine.of(this, settings, StartUp.check(settings));
      engine = made;
    }
    return made;
  }

  /** A policy of which nothing is known yet but the one that is packaged. */
  static CurrentPolicy policy(Settings checked) {
    return new CurrentPolicy(
        new PolicyReader(new RemediationSpecs()), App::packagedPolicy, checked.ownPrincipal());
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
}
