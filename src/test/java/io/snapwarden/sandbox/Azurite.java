package io.snapwarden.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Microsoft's storage emulator, started through npx on free loopback ports; needs Node 20. */
public final class Azurite implements AutoCloseable {

  private static final String COMMAND = "azurite@3.37.0";
  private static final Duration START = Duration.ofMinutes(3);

  private static final class Shared {
    static final Azurite INSTANCE = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close, "azurite-stop"));
    }
  }

  private final Process process;
  private final Path log;
  private final Path folder;
  private final int blobPort;
  private final int queuePort;
  private final int tablePort;

  private Azurite(
      Process process, Path folder, Path log, int blobPort, int queuePort, int tablePort) {
    this.process = process;
    this.folder = folder;
    this.log = log;
    this.blobPort = blobPort;
    this.queuePort = queuePort;
    this.tablePort = tablePort;
  }

  /** One for all tests of this process; each takes an account of its own. */
  public static Azurite shared() {
    return Shared.INSTANCE;
  }

  /** Starts one and waits until it answers. */
  public static Azurite start() {
    try {
      Path folder = Files.createTempDirectory("snapwarden-azurite");
      Path log = folder.resolve("output.txt");
      int[] ports = freePorts();
      ProcessBuilder builder =
          new ProcessBuilder(
                  "npx",
                  "--yes",
                  COMMAND,
                  "--silent",
                  "--skipApiVersionCheck",
                  "--inMemoryPersistence",
                  "--disableTelemetry",
                  "--blobHost",
                  "127.0.0.1",
                  "--blobPort",
                  String.valueOf(ports[0]),
                  "--queueHost",
                  "127.0.0.1",
                  "--queuePort",
                  String.valueOf(ports[1]),
                  "--tableHost",
                  "127.0.0.1",
                  "--tablePort",
                  String.valueOf(ports[2]))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("AZURITE_ACCOUNTS", Accounts.all());
      Azurite azurite = new Azurite(builder.start(), folder, log, ports[0], ports[1], ports[2]);
      azurite.awaitAnswer();
      return azurite;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Azurite could not be started with npx: is Node 20 on the PATH?", e);
    }
  }

  /** A new account's connection string: nothing is in it yet. */
  public String connectionString() {
    Account account = Accounts.next();
    String name = account.name();
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;"
            .formatted(name, account.key())
        + "BlobEndpoint=http://127.0.0.1:%d/%s;QueueEndpoint=http://127.0.0.1:%d/%s;TableEndpoint=http://127.0.0.1:%d/%s;"
            .formatted(blobPort, name, queuePort, name, tablePort, name);
  }

  private static int[] freePorts() throws IOException {
    try (ServerSocket blob = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket queue = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket table = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new int[] {blob.getLocalPort(), queue.getLocalPort(), table.getLocalPort()};
    }
  }

  private void awaitAnswer() throws IOException {
    Instant end = Instant.now().plus(START);
    while (!(answers(blobPort) && answers(queuePort) && answers(tablePort))) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        String output = Files.readString(log, StandardCharsets.UTF_8);
        close();
        throw new IllegalStateException("Azurite did not start:\n" + output);
      }
      try {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Azurite started", e);
      }
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends npx and what it started. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      process.waitFor();
      Files.deleteIfExists(log);
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // A temporary folder that is not empty stays for the system to clear.
    }
  }

  /** Enough accounts for every test of one run, with keys that only this process knows. */
  private static final class Accounts {
    private static final int COUNT = 400;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<Account> ALL = Stream.generate(Account::random).limit(COUNT).toList();
    private static final AtomicInteger USED = new AtomicInteger();

    static String all() {
      return ALL.stream()
          .map(account -> account.name() + ":" + account.key())
          .collect(Collectors.joining(";"));
    }

    static Account next() {
      return ALL.get(USED.getAndIncrement());
    }
  }

  private record Account(String name, String key) {
    static Account random() {
      byte[] key = new byte[64];
      Accounts.RANDOM.nextBytes(key);
      return new Account(
          "acc" + HexFormat.of().toHexDigits(Accounts.RANDOM.nextLong()),
          Base64.getEncoder().encodeToString(key));
    }
  }
}
