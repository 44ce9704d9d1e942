package io.snapwarden.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft's storage emulator, started through npx on free loopback ports; needs Node 20.
 * Everything in it is gone when it is closed. Whoever asks for a connection string gets an account
 * of their own, so tests cannot see each other's tables, queues and blobs.
 */
public final class Azurite implements AutoCloseable {

  private static final String PACKAGE = "azurite@3.37.0";

  /** The first start on a machine downloads it. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** One that keeps its data on disk writes them all when it ends. */
  private static final Duration END = Duration.ofSeconds(30);

  /** Somebody else may take a port between our finding it free and Azurite's listening on it. */
  private static final int STARTS = 5;

  private static final String PORT_TAKEN = "EADDRINUSE";
  private static final Accounts ACCOUNTS = new Accounts();

  private static @Nullable Azurite shared;

  private final @Nullable Path folder;
  private Ports ports;
  private Process process;
  private Path log;

  private Azurite(Ports ports, @Nullable Path folder) {
    this.folder = folder;
    launch(ports);
  }

  /** One for all tests of this process, ended with it. */
  public static synchronized Azurite shared() {
    Azurite running = shared;
    if (running == null) {
      running = start();
      Runtime.getRuntime().addShutdownHook(new Thread(running::close, "end of Azurite"));
      shared = running;
    }
    return running;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @throws IllegalStateException with what it printed, if it does not
   */
  public static Azurite start() {
    return start(null);
  }

  /** The same, but what is in it outlives {@link #restart}: it is in this folder. */
  static Azurite start(@Nullable Path folder) {
    for (int i = 1; ; i++) {
      try {
        return new Azurite(Ports.free(), folder);
      } catch (IllegalStateException e) {
        if (i == STARTS || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
          throw e;
        }
      }
    }
  }

  /** A new account's connection string: nothing is in it yet. */
  public String connectionString() {
    return connectionString(ports);
  }

  /** The same, for whoever goes by other ports. */
  static String connectionString(Ports by) {
    return by.connectionString(ACCOUNTS.next());
  }

  Ports ports() {
    return ports;
  }

  /** Ends it and starts it again on the same ports: connection strings stay good. */
  public synchronized void restart() {
    close();
    startAgain();
  }

  synchronized void startAgain() {
    launch(ports);
  }

  private void launch(Ports on) {
    ports = on;
    try {
      log = Files.createTempFile("snapwarden-azurite", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(
              "npx",
              "--yes",
              PACKAGE,
              "--silent",
              "--skipApiVersionCheck",
              folder == null ? "--inMemoryPersistence" : "--location=" + folder,
              "--disableTelemetry",
              "--blobHost=127.0.0.1",
              "--queueHost=127.0.0.1",
              "--tableHost=127.0.0.1",
              "--blobPort=" + on.blob(),
              "--queuePort=" + on.queue(),
              "--tablePort=" + on.table());
      builder.environment().put("AZURITE_ACCOUNTS", ACCOUNTS.setting());
      process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Azurite could not be started: install Node 20, so that npx is on the PATH", e);
    }
    awaitAnswer();
  }

  private void awaitAnswer() {
    Instant end = Instant.now().plus(PATIENCE);
    while (!ports.allAnswer()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        String output = output();
        close();
        throw new IllegalStateException(
            "Azurite did not start; it needs Node 20. It printed:\n" + output);
      }
      try {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Azurite started", e);
      }
    }
  }

  private String output() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  /** Ends npx and all that it started, and nothing else. */
  @Override
  public synchronized void close() {
    // Asked for first: once npx is gone, nobody knows whose children they were.
    List<ProcessHandle> tree =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    // Azurite itself only: npx passes the signal on to it, and the second one ends it at once,
    // before it has written its data.
    tree.stream()
        .filter(each -> each.children().findAny().isEmpty())
        .forEach(ProcessHandle::destroy);
    CompletableFuture<?> ended =
        CompletableFuture.allOf(
            tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    ended
        .completeOnTimeout(null, END.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(() -> tree.forEach(ProcessHandle::destroyForcibly))
        .join();
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Ports(int blob, int queue, int table) {

    static Ports free() {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      try (ServerSocket blob = new ServerSocket(0, 1, loopback);
          ServerSocket queue = new ServerSocket(0, 1, loopback);
          ServerSocket table = new ServerSocket(0, 1, loopback)) {
        return new Ports(blob.getLocalPort(), queue.getLocalPort(), table.getLocalPort());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean allAnswer() {
      return answers(blob) && answers(queue) && answers(table);
    }

    /** With its name: it could also be somebody else who listens there. */
    static boolean answers(int port) {
      try {
        HttpURLConnection connection =
            (HttpURLConnection) new URL("http://127.0.0.1:" + port).openConnection();
        connection.setConnectTimeout(500);
        connection.setReadTimeout(5_000);
        String server = connection.getHeaderField("Server");
        connection.disconnect();
        return server != null && server.startsWith("Azurite");
      } catch (IOException e) {
        return false;
      }
    }

    private String connectionString(Account account) {
      return ("DefaultEndpointsProtocol=http;AccountName=%1$s;AccountKey=%2$s;"
              + "BlobEndpoint=http://127.0.0.1:%3$d/%1$s;"
              + "QueueEndpoint=http://127.0.0.1:%4$d/%1$s;"
              + "TableEndpoint=http://127.0.0.1:%5$d/%1$s;")
          .formatted(account.name(), account.key(), blob, queue, table);
    }
  }

  private record Account(String name, String key) {}

  /** Made beforehand, because Azurite reads them once; with keys that only this process knows. */
  private static final class Accounts {
    private static final int COUNT = 500;

    private final SecureRandom random = new SecureRandom();
    private final List<Account> all = Stream.generate(this::account).limit(COUNT).toList();
    private final AtomicInteger used = new AtomicInteger();

    private Account account() {
      byte[] key = new byte[64];
      random.nextBytes(key);
      return new Account(
          "acc" + HexFormat.of().toHexDigits(random.nextLong()),
          Base64.getEncoder().encodeToString(key));
    }

    String setting() {
      return all.stream()
          .map(account -> account.name() + ":" + account.key())
          .collect(Collectors.joining(";"));
    }

    Account next() {
      int index = used.getAndIncrement();
      if (index >= COUNT) {
        throw new IllegalStateException("more than " + COUNT + " accounts: raise Accounts.COUNT");
      }
      return all.get(index);
    }
  }
}
