package io.snapwarden.ticket.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real Request Tracker 5, from Debian's packages {@code request-tracker5 rt5-db-sqlite
 * rt5-standalone}, on a loopback port and a database file of its own. It sends no mail.
 */
final class RequestTrackerServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String CONFIG =
      """
      Set($rtname, 'test.local');
      Set($Organization, 'test.local');
      Set($WebDomain, '127.0.0.1');
      Set($WebPort, %d);
      Set($WebPath, '');
      Set($WebBaseURL, 'http://127.0.0.1:%d');
      Set($DatabaseType, 'SQLite');
      Set($DatabaseName, '%s/rt5.sqlite');
      Set($MailCommand, 'testfile');
      Set($LogToSyslog, undef);
      Set($LogToSTDERR, 'error');
      Set($WebSessionClass, 'Apache::Session::File');
      1;
      """;

  /** Prints a token of the user root. */
  private static final String TOKEN =
      """
      use lib '/usr/share/request-tracker5/lib';
      use RT;
      RT::LoadConfig();
      RT::Init();
      require RT::AuthToken;
      my $root = RT::User->new(RT->SystemUser);
      $root->Load('root');
      my $token = RT::AuthToken->new(RT->SystemUser);
      my ($id, $said, $text) = $token->Create(Owner => $root->id, Description => 'test');
      print $text;
      """;

  private final Process server;
  private final URI address;
  private final String token;

  private RequestTrackerServer(Process server, URI address, String token) {
    this.server = server;
    this.address = address;
    this.token = token;
  }

  static RequestTrackerServer start() {
    try {
      int port = freePort();
      Path home = Files.createTempDirectory("rt").toAbsolutePath();
      Path config =
          Files.writeString(home.resolve("RT_SiteConfig.pm"), CONFIG.formatted(port, port, home));
      Path secret = Files.writeString(home.resolve("root"), "only-for-this-test\n");
      Files.createDirectory(home.resolve("config.d"));
      Map<String, String> environment =
          Map.of(
              "RT_SITE_CONFIG",
              config.toString(),
              "RT_SITE_CONFIG_DIR",
              home.resolve("config.d").toString());
      run(
          environment,
          "rt-setup-database-5",
          "--action",
          "init",
          "--dba",
          "",
          "--dba-password",
          "",
          "--root-password-file",
          secret.toString());
      Path script = Files.writeString(home.resolve("token.pl"), TOKEN);
      String token = run(environment, "perl", script.toString()).strip();
      ProcessBuilder server =
          new ProcessBuilder(
                  "perl",
                  "/usr/share/request-tracker5/libexec/rt-server",
                  "--server",
                  "Starlet",
                  "--host",
                  "127.0.0.1",
                  "--port",
                  String.valueOf(port))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("log").toFile());
      server.environment().putAll(environment);
      RequestTrackerServer started =
          new RequestTrackerServer(server.start(), URI.create("http://127.0.0.1:" + port), token);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      started.awaitAnswer();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "needs apt-get install --no-install-recommends request-tracker5 rt5-db-sqlite"
              + " rt5-standalone dbconfig-no-thanks msmtp-mta",
          e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String run(Map<String, String> environment, String... command) throws IOException {
    Path errors = Files.createTempFile("rt", "errors");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command))).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(command[0] + ": " + output + Files.readString(errors));
    }
    return output;
  }

  private void awaitAnswer() {
    Instant end = Instant.now().plus(PATIENCE);
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/REST/2.0/rt"))
            .header("Authorization", "token " + token)
            .build();
    while (Instant.now().isBefore(end) && server.isAlive()) {
      try {
        if (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // Not up yet.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    close();
    throw new AssertionError("Request Tracker did not come up");
  }

  URI address() {
    return address;
  }

  String token() {
    return token;
  }

  @Override
  public void close() {
    server.descendants().forEach(ProcessHandle::destroy);
    server.destroy();
    server.onExit().join();
  }
}
