package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.policy.Mode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator and a query can count on in the log. */
class LogTest {

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  private List<JsonObject> lines() {
    return world.log.stream().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
  }

  private List<JsonObject> lines(String metric) {
    return lines().stream()
        .filter(line -> metric.equals(line.get("metric").getAsString()))
        .toList();
  }

  private void contained() {
    world.malloryWrites();
    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();
  }

  @Test
  void every_line_is_one_json_object_that_says_what_it_counts_and_which_incident_it_is_about() {
    contained();

    assertThat(lines())
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(line.get("metric").getAsString()).startsWith("snapwarden.");
              assertThat(line.get("value").getAsInt()).isEqualTo(1);
              assertThat(line.get("incident").getAsString())
                  .isEqualTo(world.incident().id().text());
            });
  }

  @Test
  void a_line_for_each_piece_of_a_step_tells_what_it_did_and_how_long_it_took() {
    contained();

    assertThat(lines("snapwarden.step"))
        .hasSize(2)
        .allSatisfy(
            line -> {
              assertThat(line.get("remediation").getAsString()).isEqualTo("tag-snapshot");
              assertThat(line.get("way").getAsString()).isEqualTo("act");
              assertThat(line.get("durationMs").getAsLong()).isNotNegative();
            })
        .last()
        .satisfies(line -> assertThat(line.get("state").getAsString()).isEqualTo("done"));
  }

  @Test
  void the_last_line_of_a_round_holds_the_status_and_the_end_of_the_journal() {
    contained();

    JsonObject last = lines("snapwarden.incident").get(0);
    Incident.JournalHead head = world.incident().journal();
    assertThat(last.get("status").getAsString()).isEqualTo("contained");
    assertThat(last.get("journal").getAsString()).isEqualTo(head.count() + ":" + head.hash());
  }

  @Test
  void what_brought_nothing_new_is_counted_too() {
    contained();

    world.enqueue(world.detected("e1", Mode.REMEDIATE, "tag-snapshot"));
    world.comeToRest();

    assertThat(lines("snapwarden.event.known")).hasSize(1);
  }
}
