package io.snapwarden.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Reading;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.policy.Verdict;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacktestBoundsTest {

  private static final Guid TENANT = Guid.of("11111111-1111-1111-1111-111111111111");
  private static final Guid SUBSCRIPTION = Guid.of("55555555-5555-5555-5555-555555555555");
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private static final Allowlist POLICY =
      new PolicyReader(new RemediationSpecs())
          .read(
              """
              {"version": 1, "tenant": "%s", "allow": [],
               "responses": [{"id": "all", "when": {}, "mode": "remediate", "remediations": ["tag-snapshot"]}],
               "limits": {"remediatedTargetsPerHour": 2}}
              """
                  .formatted(TENANT),
              Instant.EPOCH)
          .fold(
              (PolicyReading.Good good) -> Allowlist.compile(good.policy(), null),
              bad -> {
                throw new AssertionError(bad.problems().toString());
              });

  private static Caller caller(Caller.Kind kind, long number, Guid tenant) {
    boolean unidentified = kind == Caller.Kind.UNIDENTIFIED;
    return new Caller(
        kind,
        new Guid(7, number),
        new Guid(8, number),
        tenant,
        null,
        Set.of(),
        "caller-" + number,
        unidentified ? "the claims contradict each other" : null);
  }

  private static SnapshotWrite write(Caller by, String group, String name, Instant at) {
    return new SnapshotWrite(
        "event-" + name + at,
        at,
        SnapshotKind.NODE_POOL,
        SnapshotWrite.Outcome.SUCCEEDED,
        ResourceId.of(
            "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
                .formatted(SUBSCRIPTION, group, name)),
        by,
        "correlation-" + name + at,
        null,
        null,
        List.of());
  }

  private static History replay(Backtest backtest, List<SnapshotWrite> writes) {
    for (int i = 0; i < writes.size(); i++) {
      backtest.take(new Reading.Write(writes.get(i)), "here", i + 1L);
    }
    return backtest.result(START.plus(Duration.ofDays(30)));
  }

  private static History replay(List<SnapshotWrite> writes) {
    return replay(new Backtest(POLICY, null, 10, change -> {}), writes);
  }

  private static Instant day(int days) {
    return START.plus(Duration.ofDays(days));
  }

  private static final Caller PROGRAM = caller(Caller.Kind.APPLICATION, 1, TENANT);

  @Test
  void what_is_remembered_grows_and_knows_each_again() {
    SeenWrites seen = new SeenWrites(1_000_000);

    for (int round = 0; round < 2; round++) {
      int fresh = 0;
      for (int i = 0; i < 20_000; i++) {
        fresh += seen.add(write(PROGRAM, "rg", "n" + i, START), true) ? 1 : 0;
      }
      assertThat(fresh).isEqualTo(round == 0 ? 20_000 : 0);
    }
  }

  @Test
  void beyond_what_can_be_remembered_all_count_and_it_is_said() {
    SnapshotWrite write = write(PROGRAM, "rg", "n", START);
    SnapshotWrite other = write(PROGRAM, "rg", "other", START);
    Backtest small = new Backtest(POLICY, null, 10, change -> {}, 1);

    History history = replay(small, List.of(write, write, other, other));

    assertThat(history.all().violations()).isEqualTo(3);
    assertThat(history.input().duplicates()).isEqualTo(1);
    assertThat(history.input().forgetful()).isTrue();
  }

  @Test
  void more_callers_than_can_be_told_apart_are_summed_and_none_is_lost() {
    Ranking<Integer> ranking = new Ranking<>(3);
    Verdict allowed = new Verdict.Allowed("r", "reason");
    for (int i = 0; i < 10; i++) {
      ranking.add(i, allowed, day(i));
    }
    ranking.add(1, allowed, day(1));

    assertThat(ranking.summed()).isTrue();
    assertThat(ranking.top(1)).extracting(Ranking.Row::key).containsExactly(1);
    assertThat(ranking.rest(1).allowed()).isEqualTo(9);
  }

  @Test
  void the_newest_findings_are_kept_in_whatever_order_they_come() {
    List<SnapshotWrite> writes =
        List.of(5, 1, 9, 3, 7).stream().map(i -> write(PROGRAM, "rg", "n" + i, day(i))).toList();

    History history = replay(new Backtest(POLICY, null, 3, change -> {}), writes);

    assertThat(history.findings())
        .extracting(finding -> finding.write().target().name())
        .containsExactly("n9", "n7", "n5");
  }

  @Test
  void the_limit_is_replayed_in_the_order_of_time() {
    List<SnapshotWrite> writes =
        List.of(
            write(PROGRAM, "rg", "d", START.plusSeconds(180)),
            write(PROGRAM, "rg", "c", START.plusSeconds(120)),
            write(PROGRAM, "rg", "a", START),
            write(PROGRAM, "rg", "a", START.plusSeconds(90)),
            write(PROGRAM, "rg", "b", START.plusSeconds(60)),
            write(PROGRAM, "rg", "e", START.plus(Duration.ofHours(2))));

    LimitReplay.Row row = replay(writes).limits().get(0);

    assertThat(row.most()).isEqualTo(4);
    assertThat(row.busiest()).isEqualTo(START.plusSeconds(180));
    assertThat(row.trips()).isEqualTo(1);
    assertThat(row.first()).isEqualTo(START.plusSeconds(120));
    assertThat(row.held()).isEqualTo(2);
  }

  @Test
  void a_limit_that_is_just_reached_does_not_trip_and_an_hour_makes_room() {
    LimitReplay.Row row =
        replay(
                List.of(
                    write(PROGRAM, "rg", "a", START),
                    write(PROGRAM, "rg", "b", START.plusSeconds(60)),
                    write(PROGRAM, "rg", "c", START.plus(Duration.ofHours(1)))))
            .limits()
            .get(0);

    assertThat(row.trips()).isZero();
    assertThat(row.first()).isNull();
    assertThat(row.most()).isEqualTo(2);
  }

  @Test
  void few_names_are_suggested_as_they_are_and_many_by_what_they_begin_with() {
    List<SnapshotWrite> writes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writes.add(write(PROGRAM, "rg-exact", i % 2 == 0 ? "blue" : "Green", day(i)));
      writes.add(write(PROGRAM, "rg-many", "pool-2026110" + i, day(i)));
      writes.add(write(PROGRAM, "rg-any", (char) ('a' + i) + "xyz", day(i)));
      writes.add(write(PROGRAM, "rg-once", "once", day(1).plusSeconds(i)));
    }

    List<Suggestion> suggestions = replay(writes).suggestions();

    assertThat(suggestions).hasSize(1);
    assertThat(suggestions.get(0).targets())
        .flatExtracting(Suggestion.Target::patterns)
        .extracting(pattern -> pattern.replaceAll(".*resourceGroups/(.*?)/.*/", "$1: "))
        .containsExactlyInAnyOrder("rg-exact: blue", "rg-exact: green", "rg-many: pool-*");
    assertThat(suggestions.get(0).until()).isEqualTo(day(120));
  }

  @Test
  void many_resource_groups_with_one_beginning_become_one_pattern() {
    List<SnapshotWrite> writes = new ArrayList<>();
    for (int group = 1; group <= 6; group++) {
      for (int i = 0; i < 4; i++) {
        writes.add(write(PROGRAM, "aks-prod-" + group, "nightly-" + i, day(i)));
      }
    }

    List<Suggestion> suggestions = replay(writes).suggestions();

    assertThat(suggestions.get(0).targets())
        .singleElement()
        .satisfies(
            target -> {
              assertThat(target.patterns())
                  .singleElement()
                  .asString()
                  .contains("/resourceGroups/aks-prod-*/")
                  .endsWith("/nightly-*");
              assertThat(target.writes()).isEqualTo(24);
            });
  }

  @Test
  void a_person_has_to_do_it_for_longer_than_a_program() {
    Caller person = caller(Caller.Kind.USER, 2, TENANT);
    List<SnapshotWrite> writes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writes.add(write(person, "rg", "mine", day(i)));
    }
    assertThat(replay(writes).suggestions()).isEmpty();

    writes.add(write(person, "rg", "mine", day(4)));

    assertThat(replay(writes).suggestions()).hasSize(1);
  }

  @Test
  void nobody_is_suggested_of_whom_any_event_makes_no_sense_or_is_of_another_tenant() {
    Guid elsewhere = Guid.of("22222222-1111-1111-1111-111111111111");
    List<SnapshotWrite> sound = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sound.add(write(PROGRAM, "rg", "mine", day(i)));
    }
    SnapshotWrite one = sound.get(0);
    SnapshotWrite inconsistent =
        new SnapshotWrite(
            "x",
            day(9),
            one.kind(),
            one.outcome(),
            one.target(),
            PROGRAM,
            "x",
            null,
            null,
            List.of("the subject is not the resource"));
    List<SnapshotWrite> odd =
        List.of(
            inconsistent,
            write(caller(Caller.Kind.APPLICATION, 1, elsewhere), "rg", "mine", day(9)),
            write(caller(Caller.Kind.UNIDENTIFIED, 1, TENANT), "rg", "mine", day(9)));

    assertThat(replay(sound).suggestions()).hasSize(1);
    for (SnapshotWrite write : odd) {
      List<SnapshotWrite> all = new ArrayList<>(sound);
      all.add(write);
      assertThat(replay(all).suggestions()).isEmpty();
    }
  }

  @Test
  void no_suggestion_covers_what_failed_or_names_no_snapshot_has() {
    List<SnapshotWrite> writes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      SnapshotWrite tried = write(PROGRAM, "rg", "mine", day(i));
      writes.add(
          new SnapshotWrite(
              tried.eventId(),
              tried.at(),
              tried.kind(),
              SnapshotWrite.Outcome.FAILED,
              tried.target(),
              PROGRAM,
              tried.correlationId(),
              null,
              null,
              List.of()));
      writes.add(write(PROGRAM, "rg2", "(odd)", day(i)));
    }

    assertThat(replay(writes).suggestions()).isEmpty();
  }
}
