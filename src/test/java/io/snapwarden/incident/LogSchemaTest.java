package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.ticket.Copy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The app logs what {@code log.schema.json} says, no more and no less. */
class LogSchemaTest {

  private static final Path SOURCES = Path.of("src/main/java/io/snapwarden/incident");
  private static final Pattern LINE = Pattern.compile("\\.line\\(([^()]*\"[^()]*)\\)");
  private static final Pattern FIELD = Pattern.compile("\\.with\\(\\s*\"([A-Za-z]+)\"");
  private static final Pattern TEXT = Pattern.compile("\"([a-z.]+)\"");

  private final LogSchema schema = LogSchema.published();

  /** The fields that lines were seen with, for each metric. */
  private Map<String, Set<String>> seen(List<String> lines) {
    Map<String, Set<String>> seen = new TreeMap<>();
    for (String line : lines) {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      seen.computeIfAbsent(json.get("metric").getAsString(), none -> new TreeSet<>())
          .addAll(LogSchema.leaves(json).keySet());
    }
    return seen;
  }

  private void assertAsPublished(List<String> lines, String... metrics) {
    assertThat(lines).allSatisfy(line -> assertThat(schema.faults(line)).isEmpty());
    Map<String, Set<String>> seen = seen(lines);
    for (String metric : metrics) {
      assertThat(seen).containsKey(metric);
      assertThat(seen.get(metric)).as(metric).containsAll(schema.fields(metric));
    }
  }

  @Test
  void the_code_names_every_metric_and_field_of_the_schema_and_no_other() throws IOException {
    Set<String> metrics = new TreeSet<>(Set.of("snapwarden.decision"));
    Set<String> fields = new TreeSet<>(Set.of("metric", "value", "incident", "journal"));
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String source = Files.readString(file);
        LINE.matcher(source)
            .results()
            .flatMap(line -> TEXT.matcher(line.group(1)).results())
            .forEach(text -> metrics.add("snapwarden." + text.group(1)));
        Matcher field = FIELD.matcher(source);
        while (field.find()) {
          fields.add(field.group(1));
        }
      }
    }

    assertThat(schema.metrics()).containsExactlyInAnyOrderElementsOf(metrics);
    Set<String> published =
        schema.metrics().stream()
            .filter(metric -> !metric.equals("snapwarden.decision"))
            .flatMap(metric -> schema.fields(metric).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(published).containsExactlyElementsOf(fields);
  }

  @Test
  void the_lines_of_an_incident_are_as_published() {
    try (World world = new World()) {
      world.ticketsAt("jira");
      world.malloryWrites();
      world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
      world.comeToRest();
      world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
      world.enqueue(world.detected("e2", Mode.REMEDIATE, "tag-snapshot"));
      world.comeToRest();

      assertAsPublished(
          world.log,
          "snapwarden.incident.opened",
          "snapwarden.step",
          "snapwarden.incident",
          "snapwarden.event.known",
          "snapwarden.event.again");
    }
  }

  @Test
  void the_lines_of_a_desk_that_comes_back_are_as_published() {
    try (World world = new World()) {
      world.ticketsAt("jira");
      world.jira.goDown("down");
      world.enqueue(world.detected("e1", Mode.TICKET));
      world.workNow();
      world.jira.comeBack();
      world.comeToRest();

      assertAsPublished(world.log, "snapwarden.desk");
    }
  }

  @Test
  void each_incident_that_the_limit_holds_back_says_so_and_since_when() {
    try (World world = new World()) {
      world.limitTo(1);
      for (int i = 0; i < 3; i++) {
        ResourceId target = Writes.snapshot("aks-prod-1", world.target.name() + "-" + i);
        world.malloryWrites(target);
        SnapshotWrite write = World.write("e" + i, target, "c" + i, Writes.AT);
        world.enqueue(world.detected(write, Mode.REMEDIATE, "tag-snapshot"));
        world.workNow();
      }

      assertAsPublished(world.log, "snapwarden.limit");
      List<JsonObject> limits = lines(world.log, "snapwarden.limit");
      assertThat(limits).hasSize(2);
      assertThat(limits)
          .allSatisfy(
              line -> {
                assertThat(line.get("limit").getAsInt()).isEqualTo(1);
                assertThat(line.get("subscription").getAsString())
                    .isEqualTo(Writes.SUBSCRIPTION.toString());
                assertThat(line.get("since").getAsString())
                    .isEqualTo(limits.get(0).get("since").getAsString());
              });
      assertThat(limits)
          .extracting(line -> line.get("incident").getAsString())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void a_sweep_says_of_each_subscription_how_it_ended() {
    try (SweepWorld world = new SweepWorld()) {
      world.subscriptions = List.of(SweepWorld.TWO, SweepWorld.ONE);
      world.writes(SweepWorld.MALLORY, SweepWorld.snapshot("golden-1"));
      world
          .azure
          .faults()
          .every(
              call -> call.path().contains(SweepWorld.TWO.toString()),
              Fault.throttled(Duration.ofMinutes(5)));

      world.sweep();
      world.azure.faults().clear();
      world
          .azure
          .faults()
          .every(
              call -> call.path().contains(SweepWorld.TWO.toString()),
              Fault.error(403, "AuthorizationFailed", "no authorization to perform it"));
      assertThatThrownBy(world::sweep).hasMessageContaining("403");

      assertAsPublished(world.info, "snapwarden.sweep");
      assertThat(lines(world.info, "snapwarden.sweep"))
          .extracting(
              line -> line.get("subscription").getAsString(),
              line -> line.get("state").getAsString(),
              line -> line.get("queued").getAsInt())
          .containsExactly(
              tuple(SweepWorld.TWO.toString(), "behind", 0),
              tuple(SweepWorld.ONE.toString(), "swept", 1),
              tuple(SweepWorld.TWO.toString(), "failed", 0),
              tuple(SweepWorld.ONE.toString(), "swept", 1));
    }
  }

  @Test
  void a_subscription_of_which_not_even_the_watermark_can_be_read_has_failed() {
    try (SweepWorld world = new SweepWorld()) {
      world.watermarks =
          new Watermarks() {
            @Override
            public Optional<Instant> sweptUntil(Guid subscription) {
              throw new IllegalStateException("no table");
            }

            @Override
            public void advance(Guid subscription, Instant until) {
              throw new IllegalStateException("no table");
            }
          };

      assertThatThrownBy(world::sweep).hasMessageContaining("no table");

      assertThat(lines(world.info, "snapwarden.sweep"))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.get("state").getAsString()).isEqualTo("failed");
                assertThat(line.get("problem").getAsString()).isEqualTo("no table");
              });
    }
  }

  @Test
  void the_lines_of_decisions_are_as_published() {
    CurrentPolicy policy =
        new CurrentPolicy(
            new PolicyReader(new RemediationSpecs()),
            () ->
                "{\"version\": 1, \"tenant\": \"%s\", \"allow\": [], \"responses\": []}"
                    .formatted(Writes.OUR_TENANT),
            null);
    CurrentPolicy none =
        new CurrentPolicy(new PolicyReader(new RemediationSpecs()), () -> "no policy", null);
    String write =
        Events.snapshotWrite(
                SweepWorld.snapshot("golden-1"),
                Events.claims(
                    Principal.application(
                        Writes.PIPELINE_PRINCIPAL.toString(), Writes.PIPELINE.toString())),
                Writes.AT,
                "c1")
            .toString();
    List<String> lines = new ArrayList<>();

    lines.addAll(new Intake(policy).receive(write, null).decisions());
    lines.addAll(new Intake(policy).receive("no event", null).decisions());
    lines.addAll(new Intake(none).receive(write, "bad").decisions());

    assertAsPublished(lines, "snapwarden.decision");
    assertThat(lines)
        .extracting(
            line -> JsonParser.parseString(line).getAsJsonObject().get("verdict").getAsString())
        .containsExactly("violation", "unreadable", "undecided");
  }

  @Test
  void the_values_are_those_of_the_code() {
    assertValues("snapwarden.incident", "status", Incident.Status.values(), Incident.Status::text);
    assertValues("snapwarden.incident", "mode", Mode.values(), Mode::text);
    assertValues("snapwarden.step", "state", Step.State.values(), LogSchemaTest::lower);
    assertValues("snapwarden.step", "way", StepRunner.Way.values(), LogSchemaTest::lower);
    assertValues("snapwarden.desk", "state", Copy.State.values(), Copy.State::text);
    assertValues("snapwarden.sweep", "state", SweepEnd.values(), SweepEnd::text);
    assertValues("snapwarden.decision", "violations", ViolationCode.values(), ViolationCode::text);
    assertValues("snapwarden.decision", "caller.kind", Caller.Kind.values(), Caller.Kind::text);
  }

  private <E> void assertValues(String metric, String field, E[] all, Function<E, String> text) {
    assertThat(schema.values(metric, field))
        .as(metric + " " + field)
        .containsExactlyInAnyOrderElementsOf(Arrays.stream(all).map(text).toList());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void a_line_with_what_the_schema_does_not_know_is_found() {
    assertThat(schema.faults("{\"metric\":\"snapwarden.claim.lost\",\"value\":1}")).isEmpty();

    assertThat(schema.faults("{\"metric\":\"snapwarden.surprise\",\"value\":1}"))
        .containsExactly("unknown metric: snapwarden.surprise");
    assertThat(schema.faults("{\"metric\":\"snapwarden.claim.lost\",\"who\":\"x\"}"))
        .containsExactly("snapwarden.claim.lost: unknown field: who");
    assertThat(schema.faults("{\"metric\":\"snapwarden.decision\",\"caller\":{\"name\":\"x\"}}"))
        .containsExactly("snapwarden.decision: unknown field: caller.name");
    assertThat(schema.faults("{\"metric\":\"snapwarden.incident\",\"status\":\"lost\"}"))
        .containsExactly("snapwarden.incident: unknown value of status: \"lost\"");
    assertThat(schema.faults("subscription x, swept")).isNotEmpty();
    assertThat(schema.faults("{\"value\":1}")).isNotEmpty();
    assertThatThrownBy(() -> LogSchema.conforming("{\"metric\":\"snapwarden.surprise\"}"))
        .isInstanceOf(AssertionError.class);
  }

  private static List<JsonObject> lines(List<String> log, String metric) {
    return log.stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> metric.equals(line.get("metric").getAsString()))
        .toList();
  }
}
