package io.snapwarden.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapwarden.TurnedClock;
import io.snapwarden.incident.AtOnce;
import io.snapwarden.ticket.Copy.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a desk is told, and when; time passes only when the test says so. */
class MirrorTest {

  private final TurnedClock clock = new TurnedClock(Instant.parse("2026-11-01T08:00:00Z"));
  private final MemoryTicketBook book = new MemoryTicketBook(clock);
  private final MemoryCopies copies = new MemoryCopies();
  private final MemoryDesk jira = new MemoryDesk("jira");
  private final List<Instant> due = new ArrayList<>();
  private final String ticket = book.open(TestTickets.ticket("f"), "incident-1").reference();

  private Mirror mirror() {
    return new Mirror(
        book,
        copies,
        name -> {
          if (name.equals("jira")) {
            return jira;
          }
          throw DeskException.failed(name + " is not set up");
        },
        clock,
        () -> UUID.randomUUID().toString());
  }

  private Copy tell() {
    return tell(true);
  }

  private Copy tell(boolean urgent) {
    return mirror().tell(ticket, "jira", urgent, delay -> due.add(clock.instant().plus(delay)));
  }

  /** Another incident of the same problem. */
  private void repeat(String incident) {
    book.comment(ticket, TestTickets.comment(incident));
    tell(false);
  }

  private Copy copy() {
    return copies.of(ticket).get(0);
  }

  /** Time goes on, and who is due comes back. */
  private void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    while (due.stream().anyMatch(at -> !at.isAfter(end))) {
      Instant next = due.stream().min(Comparator.naturalOrder()).orElseThrow();
      due.remove(next);
      clock.turnTo(next.isAfter(clock.instant()) ? next : clock.instant());
      tell();
    }
    clock.turnTo(end);
  }

  @Test
  void what_is_told_is_told_once_however_often_it_is_asked_for() {
    tell();
    tell();
    book.comment(ticket, TestTickets.comment("incident-1/1/contained"));
    tell();
    tell();

    assertThat(jira.item().ticket.title()).isEqualTo("A title");
    assertThat(jira.item().texts()).containsExactly("text of incident-1/1/contained");
    assertThat(copy().state()).isEqualTo(State.TOLD);
    assertThat(due).isEmpty();
  }

  @Test
  void of_eight_workers_who_tell_at_once_one_does_and_the_others_come_back() {
    AtOnce.times(8, i -> mirror().tell(ticket, "jira", true, delay -> {}));

    assertThat(jira.items()).hasSize(1);
  }

  @Test
  void a_worker_that_finds_another_at_work_comes_back_after_its_lease() {
    HeldCopy.take(copies, clock, copies.save(null, Copy.fresh(ticket, "jira")).orElseThrow(), "h");

    tell();

    assertThat(jira.items()).isEmpty();
    assertThat(due).containsExactly(clock.instant().plusSeconds(121));
    pass(Duration.ofMinutes(3));
    assertThat(jira.items()).hasSize(1);
  }

  @Test
  void a_desk_that_is_down_is_tried_again_ever_more_seldom() {
    jira.goDown("jira cannot be reached");

    tell();
    List<Instant> tries = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      tries.add(due.get(0));
      pass(Duration.between(clock.instant(), due.get(0)));
    }

    assertThat(copy().state()).isEqualTo(State.FAILING);
    assertThat(copy().trouble().problem()).isEqualTo("jira cannot be reached");
    assertThat(copy().trouble().tries()).isEqualTo(7);
    List<Long> minutes = new ArrayList<>();
    for (int i = 1; i < tries.size(); i++) {
      minutes.add(Duration.between(tries.get(i - 1), tries.get(i)).toMinutes());
    }
    assertThat(minutes).containsExactly(6L, 12L, 24L, 30L, 30L);
  }

  @Test
  void a_desk_that_asks_for_patience_gets_it() {
    jira.askForPatience(Duration.ofMinutes(50));

    tell();

    assertThat(due).containsExactly(clock.instant().plus(Duration.ofMinutes(50)));
  }

  @Test
  void a_desk_that_comes_back_within_a_day_gets_all_of_it() {
    jira.goDown("down");
    tell();
    book.comment(ticket, TestTickets.comment("incident-1/1/stopped"));
    tell();
    pass(Duration.ofHours(20));

    jira.comeBack();
    pass(Duration.ofHours(1));

    assertThat(jira.item().texts()).containsExactly("text of incident-1/1/stopped");
    assertThat(copy().state()).isEqualTo(State.TOLD);
    assertThat(copy().trouble()).isNull();
    assertThat(due).isEmpty();
  }

  @Test
  void news_while_a_desk_is_down_makes_no_more_requests() {
    jira.goDown("down");
    tell();
    int calls = jira.calls();

    for (int i = 0; i < 100; i++) {
      book.comment(ticket, TestTickets.comment("incident-1/" + i + "/stopped"));
      tell();
    }

    assertThat(jira.calls()).isEqualTo(calls);
    assertThat(due).hasSize(1);
  }

  @Test
  void after_a_day_nobody_tries_any_more_and_the_ledger_says_so() {
    jira.goDown("jira answered 401");
    tell();

    pass(Duration.ofHours(30));

    assertThat(copy().state()).isEqualTo(State.FAILED);
    assertThat(due).isEmpty();
    assertThat(book.find(ticket).orElseThrow().comments())
        .singleElement()
        .satisfies(
            comment ->
                assertThat(comment.text())
                    .contains("jira could not be told of it for a day: jira answered 401"));
  }

  @Test
  void news_after_a_desk_was_given_up_makes_it_try_for_another_day() {
    jira.goDown("down");
    tell();
    pass(Duration.ofHours(30));

    tell();
    assertThat(copy().state()).isEqualTo(State.FAILING);
    jira.comeBack();
    pass(Duration.ofHours(1));

    assertThat(copy().state()).isNotEqualTo(State.FAILED);
    assertThat(jira.items()).hasSize(1);
  }

  @Test
  void a_desk_that_is_not_set_up_is_one_that_cannot_be_told_until_it_is() {
    mirror().tell(ticket, "github", true, delay -> due.add(clock.instant().plus(delay)));

    assertThat(copies.of(ticket))
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.state()).isEqualTo(State.FAILING);
              assertThat(copy.trouble().problem()).contains("github is not set up");
            });
  }

  @Test
  void a_burst_of_repeats_is_one_comment_and_the_next_comes_an_hour_later() {
    tell();
    for (int i = 2; i <= 200; i++) {
      repeat("incident-" + i);
    }
    assertThat(due).hasSize(1);

    pass(Duration.ofMinutes(2));
    assertThat(jira.item().texts())
        .singleElement()
        .satisfies(
            text ->
                assertThat(text)
                    .contains("199 more since", "- line of incident-2", "And 149 others")
                    .doesNotContain("incident-150"));

    for (int i = 201; i <= 210; i++) {
      repeat("incident-" + i);
      pass(Duration.ofMinutes(5));
    }
    assertThat(jira.item().texts()).hasSize(1);
    pass(Duration.ofHours(3));
    assertThat(jira.item().texts()).hasSize(2);
    assertThat(jira.item().texts().get(1)).contains("10 more since");
    assertThat(copy().state()).isEqualTo(State.TOLD);
  }

  @Test
  void repeats_that_come_while_the_answer_to_a_list_got_lost_do_not_make_it_come_twice() {
    tell();
    repeat("incident-2");
    repeat("incident-3");
    jira.loseTheNextAnswer();
    pass(Duration.ofMinutes(1));
    assertThat(copy().state()).isEqualTo(State.FAILING);
    repeat("incident-4");

    pass(Duration.ofHours(3));

    assertThat(jira.item().texts()).hasSize(2);
    assertThat(jira.item().texts().get(0)).contains("2 more since");
    assertThat(jira.item().texts().get(1)).contains("1 more since", "incident-4");
    assertThat(copy().state()).isEqualTo(State.TOLD);
  }

  @Test
  void of_each_repeat_the_last_word_counts() {
    tell();
    repeat("incident-2");
    repeat("incident-3");
    repeat("incident-2/1/contained");

    pass(Duration.ofMinutes(2));

    assertThat(jira.item().texts().get(0))
        .contains("2 more", "line of incident-2/1/contained", "line of incident-3");
  }

  @Test
  void what_comes_of_the_first_incident_is_told_at_once_whatever_waits() {
    tell();
    repeat("incident-2");
    book.comment(ticket, TestTickets.comment("incident-1/2/awaiting-approval"));

    tell();

    assertThat(jira.item().texts()).containsExactly("text of incident-1/2/awaiting-approval");
    assertThat(due).hasSize(1);
  }

  @Test
  void a_ticket_that_somebody_closed_is_opened_again_by_a_repeat() {
    tell();
    jira.item().open = false;

    repeat("incident-2");
    pass(Duration.ofMinutes(2));

    assertThat(jira.item().open).isTrue();
    assertThat(jira.item().texts())
        .singleElement()
        .satisfies(text -> assertThat(text).contains("1 more since", "text of incident-2"));
  }

  @Test
  void a_ticket_that_somebody_closed_is_opened_again_for_what_needs_attention_alone() {
    tell();
    jira.item().open = false;
    book.comment(ticket, TestTickets.comment("incident-1/1/contained"));
    tell();
    assertThat(jira.item().open).isFalse();

    book.comment(ticket, TestTickets.comment("incident-1/2/stopped"));
    tell();

    assertThat(jira.item().open).isTrue();
  }

  @Test
  void a_ticket_that_somebody_deleted_is_opened_anew() {
    book.comment(ticket, TestTickets.comment("incident-1/2/stopped"));
    tell();
    jira.forget();
    repeat("incident-2");

    pass(Duration.ofHours(3));

    assertThat(jira.item().texts()).hasSize(2);
    assertThat(jira.item().texts().get(0)).isEqualTo("text of incident-1/2/stopped");
    assertThat(jira.item().texts().get(1)).contains("text of incident-2");
    assertThat(copy().state()).isEqualTo(State.TOLD);
  }

  @Test
  void a_ticket_that_is_closed_hears_first_of_all_that_waits() {
    tell();
    repeat("incident-2");
    clock.turnTo(clock.instant().plusSeconds(20));
    book.comment(ticket, TestTickets.comment("incident-1/1/contained"));
    book.settle(ticket, "incident-1", true);

    tell();

    assertThat(jira.item().open).isFalse();
    assertThat(jira.item().texts()).hasSize(2);
    assertThat(jira.item().texts().get(0)).isEqualTo("text of incident-1/1/contained");
    assertThat(jira.item().texts().get(1)).contains("1 more since", "text of incident-2");
  }

  @Test
  void a_ticket_that_the_ledger_opens_again_is_opened_again() {
    tell();
    book.settle(ticket, "incident-1", true);
    tell();
    assertThat(jira.item().open).isFalse();

    book.unsettle(ticket, "incident-1");
    tell();

    assertThat(jira.item().open).isTrue();
  }

  @Test
  void a_ticket_that_the_ledger_does_not_have_is_a_fault() {
    assertThatThrownBy(() -> mirror().tell("memory/99", "jira", true, delay -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no ticket memory/99");
  }
}
