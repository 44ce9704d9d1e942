package io.snapwarden.chaos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** The worker processes: so many at a time, each replaced as soon as it has ended. */
final class Fleet implements AutoCloseable {

  private static final int LONGEST_REASON = 90;

  private final Map<String, String> environment;
  private final List<Instance> instances = new ArrayList<>();
  private final Map<String, Integer> thrown = new TreeMap<>();
  private int kills;
  private int deaths;
  private boolean closing;

  Fleet(int size, Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    for (int i = 0; i < size; i++) {
      instances.add(new Instance());
    }
  }

  /** Where one of them listens, if one does. */
  synchronized Optional<URI> any(Random random) {
    List<Instance> ready = ready();
    return ready.isEmpty()
        ? Optional.empty()
        : Optional.of(ready.get(random.nextInt(ready.size())).webhook);
  }

  /** Kills one that works, with SIGKILL, in the middle of whatever it does. */
  synchronized boolean kill(Random random) {
    List<Instance> ready = ready();
    if (ready.isEmpty()) {
      return false;
    }
    ready.get(random.nextInt(ready.size())).kill();
    kills++;
    return true;
  }

  private List<Instance> ready() {
    return instances.stream().filter(instance -> instance.webhook != null).toList();
  }

  synchronized int kills() {
    return kills;
  }

  /** How many ended without having been killed. */
  synchronized int deaths() {
    return deaths;
  }

  /** What invocations have thrown, and how often. */
  synchronized Map<String, Integer> thrown() {
    return new TreeMap<>(thrown);
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      instances.forEach(instance -> instance.process.destroyForcibly());
    }
    instances.forEach(instance -> instance.process.onExit().join());
  }

  private synchronized void heard(Instance from, String line) {
    if (line.startsWith(Worker.READY)) {
      from.webhook = URI.create(line.substring(Worker.READY.length()));
    } else if (line.startsWith(Worker.FAILED)) {
      thrown.merge(alike(line), 1, Integer::sum);
    }
  }

  /** The same for what was thrown for the same reason. */
  private static String alike(String line) {
    String what =
        line.replaceFirst("^.* failed: ([\\w$]+\\.)*", "").replaceAll("[-0-9a-f]{16,}|[0-9]+", "…");
    return what.substring(0, Math.min(LONGEST_REASON, what.length()));
  }

  private synchronized void ended(Instance instance, Process process) {
    if (closing) {
      return;
    }
    if (!instance.killed) {
      deaths++;
    }
    instance.start();
  }

  private final class Instance {
    private Process process;
    private URI webhook;
    private boolean killed;

    Instance() {
      start();
    }

    private void start() {
      webhook = null;
      killed = false;
      ProcessBuilder builder =
          new ProcessBuilder(
                  String.join(File.separator, System.getProperty("java.home"), "bin", "java"),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xshare:auto",
                  "-Xmx256m",
                  "-Dsun.net.httpserver.nodelay=true",
                  "-Dslf4j.internal.verbosity=ERROR",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Worker.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      try {
        Process started = builder.start();
        process = started;
        Thread listener = new Thread(() -> listen(started), "worker");
        listener.setDaemon(true);
        listener.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void kill() {
      killed = true;
      webhook = null;
      process.destroyForcibly();
    }

    private void listen(Process of) {
      try (BufferedReader lines = of.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          heard(this, line);
        }
      } catch (IOException e) {
        // It ended in the middle of a line.
      }
      of.onExit().join();
      ended(this, of);
    }
  }
}
