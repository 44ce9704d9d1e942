package io.snapwarden.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.google.gson.JsonParser;
import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.ActivityText;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class DownloadTest {

  private static final Guid SUBSCRIPTION = Guid.of("55555555-5555-5555-5555-555555555555");
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00.75Z");
  private static final Principal WHOEVER =
      Principal.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");

  private final SimulatedArm azure = SimulatedArm.start(() -> NOW);
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final List<Double> shares = new ArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    azure.close();
  }

  private Path file() {
    return directory.resolve("log.jsonl");
  }

  private void happened(Instant at, String name) {
    azure
        .activity()
        .add(
            ActivityText.snapshotWrite(
                    ResourceId.of(
                        "/subscriptions/%s/resourceGroups/rg/providers/Microsoft.ContainerService/snapshots/s"
                            .formatted(SUBSCRIPTION)),
                    WHOEVER,
                    at,
                    name)
                .record("Succeeded", at, Duration.ZERO));
  }

  private void download(Instant now, int days) throws IOException {
    Instant expires = Instant.now().plusSeconds(3600);
    AzureArm arm =
        new AzureArm(
            azure.endpoint(),
            request ->
                Mono.just(
                    new AccessToken(WHOEVER.token(expires), expires.atOffset(ZoneOffset.UTC))));
    Download download =
        new Download(
            new ActivityLog(arm, azure.endpoint()),
            Clock.fixed(now, ZoneOffset.UTC),
            waits::add,
            new Download.Watcher() {
              @Override
              public void at(double share, long records) {
                shares.add(share);
              }

              @Override
              public void says(String message) {
                said.add(message);
              }
            });
    try (SavedLog log = SavedLog.open(file(), Download.window(List.of(SUBSCRIPTION), days, now))) {
      download.into(log);
    }
  }

  private List<String> names() throws IOException {
    return Files.readAllLines(file()).stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .map(record -> record.get("correlationId").getAsString())
        .toList();
  }

  @Test
  void what_happened_just_where_two_parts_meet_is_there_once() throws IOException {
    Instant end = Instant.parse("2026-12-01T12:00:00Z");
    Instant begin = end.minus(Duration.ofDays(10));
    // The first part is a day long, the next ones two, four and the rest.
    List<Instant> seams =
        List.of(begin, begin.plus(Duration.ofDays(1)), begin.plus(Duration.ofDays(3)), end);
    for (Instant seam : seams) {
      happened(seam, "at " + seam);
      happened(seam.plusMillis(400), "after " + seam);
      happened(seam.minusMillis(400), "before " + seam);
    }

    download(NOW, 10);

    assertThat(names())
        .doesNotHaveDuplicates()
        .contains("at " + begin, "at " + end, "before " + end)
        .contains("at " + seams.get(1), "before " + seams.get(1), "after " + seams.get(1))
        .contains("at " + seams.get(2), "before " + seams.get(2), "after " + seams.get(2));
    assertThat(shares).isSorted().startsWith(0.0).endsWith(1.0);
  }

  @Test
  void what_is_more_than_one_reading_takes_is_read_in_shorter_parts() throws IOException {
    azure.activity().pageSize(1);
    for (int i = 0; i < 120; i++) {
      happened(NOW.minus(Duration.ofMinutes(30)).plusSeconds(i), "n" + i);
    }

    download(NOW, 1);

    assertThat(names()).hasSize(120).doesNotHaveDuplicates();
    assertThat(said).isEmpty();
  }

  @Test
  void a_second_that_holds_more_than_one_reading_takes_ends_it_for_it_would_lose_some() {
    azure.activity().pageSize(1);
    Instant second = Instant.parse("2026-12-01T11:00:00.5Z");
    for (int i = 0; i < 60; i++) {
      happened(second, "n" + i);
    }

    assertThatThrownBy(() -> download(NOW, 1))
        .isInstanceOf(ArmException.class)
        .hasMessageContaining("more than 50 pages between");
  }

  @Test
  void azure_is_given_the_time_that_it_asks_for_and_less_is_asked_of_it_then() throws IOException {
    azure.activity().pageSize(1);
    for (int i = 0; i < 10; i++) {
      happened(NOW.minus(Duration.ofHours(i + 1L)), "n" + i);
    }
    azure
        .faults()
        .next(
            call -> call.query().getOrDefault("$skiptoken", "").equals("p4"),
            Fault.throttled(Duration.ofSeconds(83)));

    download(NOW, 1);

    assertThat(waits).containsExactly(Duration.ofSeconds(83));
    assertThat(said).hasSize(1);
    assertThat(said.get(0))
        .startsWith("Azure answered 429")
        .endsWith("going on in 83 s, as Azure asks");
    assertThat(names()).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void whoever_does_not_answer_is_asked_for_a_while_and_less_and_less_often() {
    azure.faults().every(call -> true, Fault.broken());

    assertThatThrownBy(() -> download(NOW, 1)).isInstanceOf(ArmException.class);

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16),
            Duration.ofSeconds(32),
            Duration.ofSeconds(64));
  }

  @Test
  void a_refusal_is_not_repeated() {
    azure.faults().every(call -> true, Fault.error(403, "AuthorizationFailed", "no"));

    assertThatThrownBy(() -> download(NOW, 1)).isInstanceOf(ArmException.class);

    assertThat(waits).isEmpty();
  }

  @Test
  void a_download_that_goes_on_too_late_says_what_is_not_in_the_log_any_more() throws IOException {
    happened(NOW.minus(Duration.ofDays(89)), "old");
    happened(NOW.minus(Duration.ofDays(10)), "new");
    azure.faults().every(call -> true, Fault.error(403, "AuthorizationFailed", "no"));
    assertThatThrownBy(() -> download(NOW, 90)).isInstanceOf(ArmException.class);
    azure.faults().clear();

    Instant later = NOW.plus(Duration.ofDays(3));
    azure.forgetRequests();
    download(later, 90);

    assertThat(said)
        .containsExactly(
            "what happened in subscription %s between 2026-09-02T12:05:00Z and 2026-09-05T12:05:00Z is not in the log any more"
                .formatted(SUBSCRIPTION));
    assertThat(names()).containsExactly("new");
  }

  @Test
  void two_downloads_do_not_write_to_one_file() throws IOException {
    SavedLog.Window window = Download.window(List.of(SUBSCRIPTION), 1, NOW);
    try (SavedLog first = SavedLog.open(file(), window)) {
      assertThat(first.resumed()).isFalse();

      assertThatThrownBy(() -> SavedLog.open(file(), window))
          .isInstanceOf(SavedLog.RefusedException.class)
          .hasMessageContaining("another download writes to");
    }
  }

  @Test
  void a_file_that_became_shorter_is_not_gone_on_with() throws IOException {
    happened(NOW.minus(Duration.ofDays(9)), "n");
    azure
        .faults()
        .every(
            call -> call.query().get("$filter").contains("ge '2026-11-2"),
            Fault.error(403, "AuthorizationFailed", "no"));
    // The first day is read, with the record in it; not what comes after.
    happened(NOW.minus(Duration.ofDays(20)), "first");
    assertThatThrownBy(() -> download(NOW, 21)).isInstanceOf(ArmException.class);
    assertThat(names()).containsExactly("first");

    Files.writeString(file(), "");

    assertThatThrownBy(() -> download(NOW, 21))
        .isInstanceOf(SavedLog.RefusedException.class)
        .hasMessageContaining("is shorter than it was");
  }
}
