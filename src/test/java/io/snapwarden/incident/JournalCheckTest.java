package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Writes;
import io.snapwarden.incident.Incident.JournalHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalCheckTest {

  private final List<JournalEntry> journal = new ArrayList<>(written(5));
  private final JournalHead head = end(journal);

  private static List<JournalEntry> written(int entries) {
    return Claim.entries(
        JournalHead.EMPTY,
        Writes.AT,
        IntStream.rangeClosed(1, entries)
            .mapToObj(i -> Claim.Line.note("line " + i))
            .toArray(Claim.Line[]::new));
  }

  private static JournalHead end(List<JournalEntry> entries) {
    JournalEntry last = entries.get(entries.size() - 1);
    return new JournalHead(last.number(), last.hash());
  }

  private List<String> findings() {
    return JournalCheck.of(head, journal).stream().map(JournalCheck.Finding::text).toList();
  }

  /** Puts another entry in the place of one, with hashes that fit what is before it. */
  private void replace(int number, String text) {
    JournalHead before = number == 1 ? JournalHead.EMPTY : end(journal.subList(0, number - 1));
    journal.set(number - 1, JournalEntry.after(before, Writes.AT, JournalEntry.Kind.NOTE, text));
  }

  @Test
  void a_journal_as_it_was_written_is_sound() {
    assertThat(findings()).isEmpty();
    assertThat(JournalCheck.of(JournalHead.EMPTY, List.of())).isEmpty();
  }

  @Test
  void a_changed_text_shows() {
    JournalEntry third = journal.get(2);
    journal.set(
        2,
        new JournalEntry(
            3, third.at(), third.kind(), "never happened", third.previous(), third.hash()));

    assertThat(findings())
        .containsExactly("entry 3 was changed: its hash is that of something else");
  }

  @Test
  void a_changed_time_and_a_changed_kind_show() {
    JournalEntry one = journal.get(0);
    JournalEntry two = journal.get(1);
    journal.set(
        0,
        new JournalEntry(
            1, one.at().plusSeconds(1), one.kind(), one.text(), one.previous(), one.hash()));
    journal.set(
        1,
        new JournalEntry(
            2, two.at(), JournalEntry.Kind.RESULT, two.text(), two.previous(), two.hash()));

    assertThat(JournalCheck.of(head, journal))
        .extracting(JournalCheck.Finding::entry)
        .containsExactly(1, 2);
  }

  @Test
  void an_entry_that_was_written_anew_with_its_hash_shows_at_the_one_behind_it() {
    replace(3, "never happened");

    assertThat(findings())
        .containsExactly(
            "entry 4 was not written behind this entry 3: one of the two was replaced");
  }

  @Test
  void a_last_entry_that_was_written_anew_shows_at_the_incident() {
    replace(5, "never happened");

    assertThat(findings())
        .containsExactly("entry 5 is not the last that was written: its incident names another");
  }

  @Test
  void missing_entries_show_at_the_front_in_the_middle_and_at_the_end() {
    List<JournalEntry> whole = List.copyOf(journal);

    journal.subList(0, 2).clear();
    assertThat(findings()).containsExactly("entries 1 to 2 are missing");

    journal.clear();
    journal.addAll(whole);
    journal.remove(2);
    assertThat(findings()).containsExactly("entry 3 is missing");

    journal.clear();
    journal.addAll(whole.subList(0, 3));
    assertThat(findings()).containsExactly("entries 4 to 5 are missing");

    journal.clear();
    assertThat(findings()).containsExactly("entries 1 to 5 are missing");
  }

  @Test
  void entries_that_were_renumbered_to_close_a_gap_show() {
    JournalEntry fourth = journal.get(3);
    journal.remove(2);
    journal.set(
        2,
        new JournalEntry(
            3, fourth.at(), fourth.kind(), fourth.text(), fourth.previous(), fourth.hash()));

    assertThat(findings())
        .contains(
            "entry 3 was changed: its hash is that of something else",
            "entry 3 was not written behind this entry 2: one of the two was replaced",
            "entry 4 is missing");
  }

  @Test
  void another_order_shows() {
    Collections.swap(journal, 1, 3);

    assertThat(findings())
        .containsExactly("entry 2 stands behind entry 3", "entry 3 stands behind entry 4");
  }

  @Test
  void an_entry_behind_the_end_shows() {
    journal.add(JournalEntry.after(head, Writes.AT, JournalEntry.Kind.NOTE, "approved"));

    assertThat(findings()).containsExactly("entry 6 was added: its incident knows of 5");
  }

  @Test
  void an_entry_in_front_of_the_first_and_one_twice_show() {
    journal.add(
        0,
        JournalEntry.after(new JournalHead(-1, ""), Writes.AT, JournalEntry.Kind.NOTE, "before"));
    journal.add(4, journal.get(3));

    assertThat(findings())
        .contains("entry 0 was added: the first is entry 1", "there is more than one entry 3");
  }

  @Test
  void a_journal_for_an_incident_that_has_none_was_added() {
    assertThat(JournalCheck.of(JournalHead.EMPTY, written(2)))
        .extracting(JournalCheck.Finding::text)
        .containsExactly(
            "entry 1 was added: its incident knows of 0",
            "entry 2 was added: its incident knows of 0");
  }

  @Test
  void a_journal_that_was_written_anew_as_a_whole_shows_only_against_what_was_seen_before() {
    JournalHead seen = end(journal.subList(0, 3));
    List<JournalEntry> forged =
        Claim.entries(
            JournalHead.EMPTY,
            Writes.AT,
            Claim.Line.note("a"),
            Claim.Line.note("b"),
            Claim.Line.note("c"));

    assertThat(JournalCheck.of(end(forged), forged)).isEmpty();
    assertThat(JournalCheck.seen(seen, forged))
        .extracting(JournalCheck.Finding::text)
        .containsExactly("entry 3 is not the one that was seen earlier: the journal was rewritten");
    assertThat(JournalCheck.seen(seen, journal)).isEmpty();
    assertThat(JournalCheck.seen(seen, forged.subList(0, 2))).hasSize(1);
  }
}
