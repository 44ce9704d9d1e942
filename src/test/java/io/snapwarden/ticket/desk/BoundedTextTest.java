package io.snapwarden.ticket.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.snapwarden.ticket.DeskException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tracker that turned against us answers without end. */
class BoundedTextTest {

  private static final int PART = 1 << 20;

  private final AtomicLong parts = new AtomicLong();
  private HttpServer server;
  private Http http;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    http =
        new Http(
            "jira",
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
            Map::of,
            List.of(),
            "SNAPWARDEN_TICKET_JIRA_URL",
            Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A JSON text of so many megabytes. */
  private void answers(int megabytes) {
    server.createContext(
        "/",
        exchange -> {
          byte[] blank = new byte[PART];
          Arrays.fill(blank, (byte) ' ');
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write("{\"a\": \"é\"}".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < megabytes; i++) {
              out.write(blank);
              parts.incrementAndGet();
            }
          }
        });
  }

  @Test
  void what_a_tracker_has_reason_to_send_is_read_whole() {
    answers(15);

    assertThat(http.get("/x")).hasToString("{\"a\":\"é\"}");
  }

  @Test
  void a_longer_answer_is_not_waited_for_and_fails_that_desk_alone() {
    answers(4_000);

    assertThatThrownBy(() -> http.get("/x"))
        .isInstanceOf(DeskException.class)
        .hasMessageContaining("its answer is longer than 16 MB");

    assertThat(parts.get()).isLessThan(200);
  }
}
