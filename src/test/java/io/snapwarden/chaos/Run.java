package io.snapwarden.chaos;

import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.Mode;
import io.snapwarden.sandbox.ArmWrite;
import io.snapwarden.sandbox.DurableAzurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.GeneratedRole;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One run: this process plays Azure, Event Grid and fate. */
final class Run implements AutoCloseable {

  private static final double FAULTS = 0.15;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

  /** So that a sweep is some pages long, and not each of them goes wrong. */
  private static final int PAGE = 500;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration IDLE = Worker.VISIBILITY.plusSeconds(5);

  private final long seed;
  private final Size size;
  private final Random random;
  private final DurableAzurite azurite = DurableAzurite.start();
  private final SimulatedArm arm = SimulatedArm.start();
  private final IdentityEndpoint identity = IdentityEndpoint.start(Workload.OURSELVES);
  private final Ledger ledger;
  private final Workload workload;
  private final Fleet fleet;
  private final EventGrid eventGrid;
  private int outages;
  private int sweeps;

  Run(long seed, Size size) {
    this.seed = seed;
    this.size = size;
    this.random = new Random(~seed);
    String connection = azurite.connectionString();
    this.ledger = new Ledger(connection);
    ledger.upload(policy());
    new GeneratedRole(arm, Workload.OURSELVES).ofPolicy(policy(), Mode.REMEDIATE);
    this.workload = new Workload(seed, size, arm);
    Map<String, String> environment = new HashMap<>(identity.environment());
    environment.put("AzureWebJobsStorage", connection);
    environment.put("SNAPWARDEN_MODE", "remediate");
    environment.put("SNAPWARDEN_POLICY", "snapwarden/policy.json");
    environment.put("SNAPWARDEN_PRINCIPAL_ID", Workload.OURSELVES.objectId());
    environment.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    environment.put("SNAPWARDEN_SUBSCRIPTIONS", String.join(",", Workload.SUBSCRIPTIONS));
    // Every problem is to have a ticket of its own here: that is what is counted.
    environment.put("SNAPWARDEN_TICKETS_PER_HOUR", "1000");
    environment.put(Worker.THREADS, String.valueOf(size.threads()));
    this.fleet = new Fleet(size.processes(), environment);
    this.eventGrid = new EventGrid(fleet, seed);
    arm.onWrite(this::tell);
    arm.activity().pageSize(PAGE);
  }

  private static String policy() {
    try (InputStream in = Run.class.getResourceAsStream("/chaos/policy.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our own writes make events, too. */
  private void tell(ArmWrite write) {
    if (write.operation().equalsIgnoreCase("Microsoft.ContainerService/snapshots/write")) {
      eventGrid.offer(
          Events.snapshotWrite(
                  ResourceId.of(write.id()),
                  Events.claims(write.by()),
                  write.at(),
                  write.correlationId())
              .toString());
    }
  }

  /**
   * Plays it.
   *
   * @param worked called once all is delivered and nobody will be killed any more
   */
  Figures play(Runnable worked) throws InterruptedException {
    Instant start = Instant.now();
    arm.faults().atRandom(seed, FAULTS, LONGEST_WAIT);
    harm();
    Instant harmed = Instant.now();
    worked.run();
    sweep();
    boolean rested = awaitRest();
    Instant end = Instant.now();
    arm.faults().clear();
    Effects effects = new Effects(arm, Workload.OURSELVES);
    Audit audit = new Audit(workload, ledger, effects);
    List<String> findings = new ArrayList<>(audit.findings());
    if (!rested) {
      findings.add("it did not come to rest; messages waiting: " + ledger.waiting());
    }
    if (fleet.deaths() > 0) {
      findings.add(fleet.deaths() + " workers ended by themselves");
    }
    if (eventGrid.givenUp() > 0) {
      findings.add(eventGrid.givenUp() + " events were given up");
    }
    return new Figures(
        seed,
        size,
        eventGrid.offered(),
        eventGrid.again(),
        fleet.kills(),
        outages,
        sweeps,
        arm.faults().made(),
        arm.requests().size(),
        workload.duplicates(),
        audit,
        effects.counts(),
        effects.harmless(),
        fleet.thrown(),
        Duration.between(start, harmed),
        Duration.between(harmed, end),
        findings);
  }

  /** The events come in portions, and while each is worked on, somebody or something goes down. */
  private void harm() throws InterruptedException {
    List<Runnable> blows = new ArrayList<>();
    blows.addAll(Collections.nCopies(size.kills(), this::kill));
    blows.addAll(Collections.nCopies(size.outages(), this::outage));
    Collections.shuffle(blows, random);
    Deque<Runnable> deliveries = new ArrayDeque<>();
    workload.events().forEach(event -> deliveries.add(() -> eventGrid.offer(event)));
    workload.malformed().stream()
        .filter(Malformed::toQueue)
        .forEach(message -> deliveries.add(() -> send(message.text())));
    int portion = deliveries.size() / (blows.size() + 1) + 1;
    awaitWorkers();
    for (Runnable blow : blows) {
      while (eventGrid.pending() > 2L * portion) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      for (int i = 0; i < portion && !deliveries.isEmpty(); i++) {
        deliveries.poll().run();
      }
      TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(2000));
      blow.run();
      if ((fleet.kills() + outages) % 10 == 0) {
        System.out.printf(
            "seed %d: %d kills, %d outages, %d events offered%n",
            seed, fleet.kills(), outages, eventGrid.offered());
      }
    }
    while (!deliveries.isEmpty()) {
      deliveries.poll().run();
    }
    while (eventGrid.pending() > 0) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /**
   * What the timer does every quarter of an hour: until nothing is missing, for a sweep that Azure
   * throttles goes on with the next one. The worker that has the first one is likely to be killed.
   */
  private void sweep() throws InterruptedException {
    List<Write> missing =
        workload.undelivered().stream().filter(write -> write.kind().violation()).toList();
    Thread first = new Thread(eventGrid::sweep);
    first.start();
    pause(50 + random.nextInt(300));
    kill();
    first.join();
    Instant end = Instant.now().plus(PATIENCE);
    while (!missing.isEmpty() && Instant.now().isBefore(end)) {
      eventGrid.sweep();
      sweeps++;
      TimeUnit.SECONDS.sleep(2);
      missing = missing.stream().filter(write -> !ledger.knows(write)).toList();
    }
  }

  private void awaitWorkers() throws InterruptedException {
    while (fleet.any(random).isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void kill() {
    while (!fleet.kill(random)) {
      pause(50);
    }
  }

  private void outage() {
    azurite.goDown();
    pause(random.nextInt(1500));
    azurite.comeBack();
    outages++;
  }

  private void send(String text) {
    ledger.send(text);
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Until nothing is left to do: no message waits, or for longer than a dead worker's message stays
   * hidden there was none to be seen and no incident was open. Then what still waits, once a lease
   * has ended, is to come back to incidents that have ended before.
   */
  private boolean awaitRest() throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Instant idleSince = Instant.now();
    while (Instant.now().isBefore(end)) {
      long offered = eventGrid.offered();
      boolean busy = eventGrid.pending() > 0 || ledger.busy();
      if (!busy && ledger.waiting() == 0 && eventGrid.offered() == offered) {
        return true;
      }
      Instant now = Instant.now();
      if (busy || eventGrid.offered() != offered) {
        idleSince = now;
      } else if (Duration.between(idleSince, now).compareTo(IDLE) > 0) {
        return true;
      }
      TimeUnit.SECONDS.sleep(1);
    }
    return false;
  }

  @Override
  public void close() {
    eventGrid.close();
    fleet.close();
    identity.close();
    azurite.close();
    arm.close();
  }
}
