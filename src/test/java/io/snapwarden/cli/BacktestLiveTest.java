package io.snapwarden.cli;

import static io.snapwarden.cli.Histories.MALLORY;
import static io.snapwarden.cli.Histories.PIPELINE;
import static io.snapwarden.cli.Histories.SUBSCRIPTION;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.sandbox.ArmCall;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class BacktestLiveTest {

  private static final String OTHER = "66666666-6666-6666-6666-666666666666";

  private final SimulatedArm arm = SimulatedArm.start(() -> Terminal.TODAY);
  private final IdentityEndpoint identity = IdentityEndpoint.start(Desk.ALICE);
  private final Map<String, String> environment = new HashMap<>(identity.environment());

  @TempDir private Path directory;

  @BeforeEach
  void a_month_passed_in_two_subscriptions() {
    GivenEnvironment.set(identity.environment());
    environment.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    environment.put("PATH", "");
    Histories.month().forEach(arm.activity()::add);
    Histories.write(MALLORY, "aks-other", "x", "2026-11-20T10:00:00Z", true)
        .forEach(
            record ->
                arm.activity()
                    .add(
                        JsonParser.parseString(record.toString().replace(SUBSCRIPTION, OTHER))
                            .getAsJsonObject()));
  }

  @AfterEach
  void end() {
    GivenEnvironment.reset();
    identity.close();
    arm.close();
  }

  private Ran backtest(String... more) {
    List<String> args = new ArrayList<>(List.of("backtest", "--policy", POLICY));
    args.addAll(List.of(more));
    return terminal().in(environment).run(args.toArray(String[]::new));
  }

  private static JsonObject summary(Ran ran) {
    return JsonParser.parseString(ran.lines().get(0)).getAsJsonObject();
  }

  private static boolean ofLog(ArmCall call) {
    return call.path().contains("microsoft.insights");
  }

  /** What is in a file, each record by its id. */
  private static List<String> ids(Path file) throws IOException {
    try (InputStream in = Unpacked.of(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> JsonParser.parseString(line).getAsJsonObject())
          .map(record -> record.get("eventDataId").getAsString())
          .toList();
    }
  }

  @Test
  void the_log_of_several_subscriptions_is_read_and_nothing_of_it_stays() throws IOException {
    List<Path> before = temporary();

    Ran ran = backtest("--subscription", SUBSCRIPTION, "--subscription", OTHER, "--json");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(summary(ran).get("writes").getAsInt()).isEqualTo(14);
    assertThat(summary(ran).get("records").getAsInt()).isEqualTo(42);
    assertThat(summary(ran).get("duplicates").getAsInt()).isZero();
    assertThat(temporary()).isEqualTo(before);
    assertThat(arm.writes()).isEmpty();
  }

  @Test
  void only_so_many_days_are_asked_for() {
    Ran ran = backtest("--subscription", SUBSCRIPTION + "," + OTHER, "--days", "12", "--json");

    assertThat(summary(ran).get("writes").getAsInt()).isEqualTo(1);
    assertThat(arm.requests())
        .filteredOn(BacktestLiveTest::ofLog)
        .isNotEmpty()
        .allSatisfy(
            call ->
                assertThat(call.query().get("$filter"))
                    .matches("eventTimestamp ge '2026-1(1-(19|2.|30)|2-01)T.*"));
  }

  @Test
  void an_empty_log_is_a_history_without_writes() {
    Ran ran = backtest("--subscription", "12345678-1234-1234-1234-123456789012");

    assertThat(ran.out()).startsWith("no snapshot writes\nno records read");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void throttling_is_waited_for_as_long_as_azure_asks_and_said() {
    arm.faults().next(BacktestLiveTest::ofLog, Fault.throttled(Duration.ZERO));

    Ran ran = backtest("--subscription", SUBSCRIPTION, "--json");

    assertThat(ran.err())
        .isEqualTo(
            "Azure answered 429 TooManyRequests: The request is being throttled.; going on in 0 s, as Azure asks\n");
    assertThat(summary(ran).get("writes").getAsInt()).isEqualTo(13);
    assertThat(ran.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log.jsonl", "log.jsonl.gz"})
  void a_download_that_broke_off_goes_on_and_loses_and_repeats_nothing(String name)
      throws IOException {
    Path file = directory.resolve(name);
    arm.activity().pageSize(2);
    String[] command = {
      "--subscription", SUBSCRIPTION, "--subscription", OTHER, "--save", file.toString(), "--json"
    };
    arm.faults()
        .every(
            call -> ofLog(call) && call.query().get("$filter").contains("ge '2026-11-2"),
            Fault.throttled(Duration.ofHours(3)));

    Ran broken = backtest(command);
    Ran half = terminal().run("backtest", "--policy", POLICY, file.toString());
    arm.faults().clear();
    // What a killed process leaves behind: the beginning of a part.
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, '{', '"'}, StandardOpenOption.APPEND);
    int asked = arm.requests().size();
    Ran resumed = backtest(command);

    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.out()).isEmpty();
    assertThat(broken.err())
        .contains("the Activity Log could not be read: Azure answered 429")
        .contains("the same command goes on with what is in " + file);
    assertThat(half.err())
        .isEqualTo(file + " is an unfinished download: what it lacks is not in the result\n");
    assertThat(half.out()).startsWith("13 snapshot writes");
    assertThat(resumed.err()).isEqualTo("goes on with %s, which has 39 records\n".formatted(file));
    assertThat(summary(resumed).get("writes").getAsInt()).isEqualTo(14);
    assertThat(ids(file)).hasSize(42).doesNotHaveDuplicates();
    assertThat(directory).isDirectoryNotContaining(each -> !each.equals(file));
    // What is there was not asked for once more.
    assertThat(arm.requests().subList(asked, arm.requests().size()))
        .filteredOn(BacktestLiveTest::ofLog)
        .noneMatch(
            call ->
                call.path().contains(SUBSCRIPTION)
                    && call.query().get("$filter").contains("ge '2026-11-0"));
    assertThat(terminal().run("backtest", "--policy", POLICY, "--json", file.toString()).out())
        .isEqualTo(resumed.out());
  }

  @Test
  void a_saved_log_may_be_read_by_its_owner_only() throws IOException {
    Path file = directory.resolve("log.jsonl");

    backtest("--subscription", SUBSCRIPTION, "--save", file.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void what_is_complete_or_of_something_else_is_not_written_over() throws IOException {
    Path file = directory.resolve("log.jsonl");
    backtest("--subscription", SUBSCRIPTION, "--save", file.toString());
    String there = Files.readString(file);
    Path half = directory.resolve("half.jsonl");
    arm.faults().every(BacktestLiveTest::ofLog, Fault.error(403, "AuthorizationFailed", "no"));
    backtest("--subscription", SUBSCRIPTION, "--save", half.toString());
    arm.faults().clear();

    Ran again = backtest("--subscription", SUBSCRIPTION, "--save", file.toString());
    Ran other = backtest("--subscription", OTHER, "--save", half.toString());
    Files.writeString(directory.resolve("half.jsonl.unfinished"), "{");
    Ran damaged = backtest("--subscription", SUBSCRIPTION, "--save", half.toString());

    assertThat(again.err()).contains("exists and is complete, or something else");
    assertThat(other.err()).contains("is unfinished, but of other subscriptions or days");
    assertThat(damaged.err()).contains("cannot be understood: remove it");
    assertThat(List.of(again, other, damaged)).allMatch(ran -> ran.exitCode() == 2);
    assertThat(Files.readString(file)).isEqualTo(there);
  }

  @Test
  void a_right_that_lacks_fails_the_tool_and_says_which() {
    arm.grant(Desk.ALICE, List.of());

    Ran ran = backtest("--subscription", SUBSCRIPTION);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("lacks microsoft.insights/eventtypes/values/read")
        .doesNotContain("\tat ");
  }

  @Test
  void nobody_signed_in_fails_at_once_with_the_cure() {
    environment.remove("IDENTITY_ENDPOINT");
    environment.remove("IDENTITY_HEADER");

    Ran ran = backtest("--subscription", SUBSCRIPTION);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("nobody is signed in to Azure: sign in with `az login`");
  }

  @Test
  void an_endpoint_that_must_not_see_a_token_is_bad_input() {
    environment.put("SNAPWARDEN_ARM_ENDPOINT", "http://example.org");

    assertThat(backtest("--subscription", SUBSCRIPTION).exitCode()).isEqualTo(2);
  }

  @Test
  void who_watches_a_terminal_sees_how_far_it_is_and_the_line_goes_at_the_end() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    arm.activity().add(Histories.write(PIPELINE, "a", "b", "2026-11-30T10:00:00Z", true).get(0));

    int exitCode =
        Snapwarden.run(
            Surroundings.of(
                    InputStream.nullInputStream(),
                    out,
                    err,
                    Ansi.OFF,
                    Clock.fixed(Terminal.TODAY, ZoneOffset.UTC),
                    environment)
                .onTerminal(),
            "backtest",
            "--policy",
            POLICY,
            "--subscription",
            SUBSCRIPTION);

    assertThat(err.toString(UTF_8))
        .contains("\rreading the Activity Log [..............................]   0%  no records")
        .contains("\rreading the Activity Log [##############################] 100%  40 records")
        .endsWith("\r\u001b[K\r");
    assertThat(out.toString(UTF_8)).startsWith("13 snapshot writes");
    assertThat(exitCode).isZero();
  }

  private static List<Path> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("snapwarden-\\d+"))
          .sorted()
          .toList();
    }
  }
}
