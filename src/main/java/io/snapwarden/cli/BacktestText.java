package io.snapwarden.cli;

import io.snapwarden.backtest.CallerId;
import io.snapwarden.backtest.History;
import io.snapwarden.backtest.LimitReplay;
import io.snapwarden.backtest.Ranking;
import io.snapwarden.backtest.Suggestion;
import io.snapwarden.backtest.Tally;
import io.snapwarden.event.SafeText;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** A backtest for people to read: what matters first, numbers in columns. */
final class BacktestText {

  private static final int MOST_DAYS = 31;

  private final History history;
  private final Ansi ansi;
  private final int top;
  private final boolean suggest;
  private final List<String> lines = new ArrayList<>();

  BacktestText(History history, Ansi ansi, int top, boolean suggest) {
    this.history = history;
    this.ansi = ansi;
    this.top = top;
    this.suggest = suggest;
  }

  List<String> lines() {
    headline();
    answers();
    tallies("Remediations that these responses name", history.remediations(), BacktestText::act);
    tallies("Why it was not allowed", history.codes(), code -> code.text());
    ranking("Callers", "caller", history.callers(), this::caller);
    ranking("Targets", "target", history.targets(), target -> target);
    rules();
    days();
    limits();
    changes();
    if (suggest) {
      suggestions();
    }
    unreadable();
    return lines;
  }

  private void headline() {
    Tally all = history.all();
    History.Input input = history.input();
    String when = all.all() == 0 ? "" : ", " + span(all);
    lines.add(
        ansi.string("@|bold %s|@".formatted(Count.of(all.all(), "snapshot write") + when))
            + (all.all() == 0 ? "" : ": " + verdicts(all)));
    lines.add(
        "%s read: %d about something else, %d repeated, %d unreadable"
            .formatted(
                Count.of(input.records(), "record"),
                input.unrelated(),
                input.duplicates(),
                input.unreadable()));
    if (input.forgetful()) {
      lines.add("More writes than are remembered: of the later ones, some may count twice.");
    }
  }

  private String verdicts(Tally all) {
    return ansi.string(
        "@|green %d allowed|@, @|%s %d %s|@, @|%s %d %s|@"
            .formatted(
                all.allowed(),
                all.violations() > 0 ? "bold,red" : "faint",
                all.violations(),
                all.violations() == 1 ? "violation" : "violations",
                all.attempts() > 0 ? "bold,yellow" : "faint",
                all.attempts(),
                all.attempts() == 1 ? "attempt" : "attempts"));
  }

  private void answers() {
    tallies(
        "What would have been done",
        history.answers(),
        answer -> "%-9s  %s".formatted(answer.mode().text(), answer.response()));
  }

  private static String act(History.Act act) {
    return "%s (%s)".formatted(act.remediation(), act.mode().text());
  }

  private <K> void tallies(String title, List<Ranking.Row<K>> rows, Function<K, String> name) {
    if (rows.isEmpty()) {
      return;
    }
    heading(title);
    rows.stream()
        .sorted((one, other) -> Long.compare(other.tally().all(), one.tally().all()))
        .forEach(row -> row("%8d  %s".formatted(row.tally().all(), name.apply(row.key()))));
  }

  private <K> void ranking(
      String title, String thing, Ranking<K> ranking, Function<K, String> name) {
    if (ranking.size() == 0) {
      return;
    }
    List<Ranking.Row<K>> rows = ranking.top(top);
    heading(
        ranking.size() <= rows.size() && !ranking.summed()
            ? title
            : "%s: %d of %d%s"
                .formatted(title, rows.size(), ranking.size(), ranking.summed() ? " or more" : ""));
    titles(thing);
    rows.forEach(each -> row(counts(each.tally()) + "  " + name.apply(each.key())));
    Tally rest = ranking.rest(top);
    if (rest.all() > 0) {
      row(counts(rest) + "  all others");
    }
  }

  private static String counts(Tally tally) {
    return "%10d  %8d  %8d".formatted(tally.violations(), tally.attempts(), tally.allowed());
  }

  private String caller(CallerId caller) {
    String name = history.names().of(caller);
    return caller
        + (caller.application() == null ? "" : ", client id " + caller.application())
        + (caller.tenant() == null || caller.tenant().equals(history.policy().tenant())
            ? ""
            : ", tenant " + caller.tenant())
        + (name == null ? "" : ", named \"" + name + "\"");
  }

  private void rules() {
    if (history.policy().allow().isEmpty()) {
      return;
    }
    heading("Allow rules");
    history.uses().stream()
        .sorted((one, other) -> Long.compare(allowed(other), allowed(one)))
        .forEach(
            use -> {
              Tally tally = use.tally();
              if (tally == null) {
                lines.add(ansi.string("  @|yellow    never|@  ") + SafeText.of(use.rule().id()));
              } else {
                row("%8d  %s, %s".formatted(tally.allowed(), use.rule().id(), span(tally)));
              }
            });
  }

  private static long allowed(History.Use use) {
    return use.tally() == null ? 0 : use.tally().allowed();
  }

  private void days() {
    SortedMap<LocalDate, Tally> days = history.byDay();
    if (days.isEmpty()) {
      return;
    }
    boolean weeks = days.size() > MOST_DAYS;
    heading(weeks ? "By week, from its Monday" : "By day");
    titles(weeks ? "week" : "day");
    SortedMap<LocalDate, List<Tally>> shown = new TreeMap<>();
    days.forEach(
        (day, tally) ->
            shown
                .computeIfAbsent(
                    weeks ? day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)) : day,
                    none -> new ArrayList<>())
                .add(tally));
    shown.forEach((day, tallies) -> row(counts(Tally.sum(tallies)) + "  " + day));
    if (history.otherDays().all() > 0) {
      row(counts(history.otherDays()) + "  all other days");
    }
  }

  private void limits() {
    if (history.limits().isEmpty()) {
      return;
    }
    heading(
        "Limit: %s changed in an hour and a subscription"
            .formatted(Count.of(history.policy().limits().remediatedTargetsPerHour(), "snapshot")));
    for (LimitReplay.Row each : history.limits()) {
      String most = "%s: %d in the busiest hour".formatted(each.subscription(), each.most());
      Instant first = each.first();
      row(
          first == null
              ? most + ", never tripped"
              : "%s, tripped %s, first at %s; %s would have got a ticket only, had somebody reset it after an hour each time"
                  .formatted(
                      most,
                      times(each.trips()),
                      first.truncatedTo(ChronoUnit.SECONDS),
                      Count.of(each.held(), "write")));
      if (!each.complete()) {
        row("There were more writes than could be replayed: these are the first that came.");
      }
    }
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private void changes() {
    History.Changes changes = history.changes();
    if (changes != null) {
      heading(
          "Against the old policy: %s decided otherwise"
              .formatted(Count.of(changes.count(), "write")));
      new ChangesText(changes, this::caller).lines().forEach(this::row);
    }
  }

  private void suggestions() {
    heading("Suggested allow rules");
    if (history.suggestions().isEmpty()) {
      row(
          "None: no caller looks legitimate by what it does; docs/backtest.md says when one would.");
      return;
    }
    row("Nobody has approved these. Judge each, and fill in owner and reason.");
    for (Suggestion suggestion : history.suggestions()) {
      lines.add("");
      suggestion.snippet().forEach(this::row);
    }
  }

  private void unreadable() {
    if (history.input().places().isEmpty()) {
      return;
    }
    heading(
        "Unreadable%s"
            .formatted(
                history.input().unreadable() > history.input().places().size()
                    ? ", the first %d of %d"
                        .formatted(history.input().places().size(), history.input().unreadable())
                    : ""));
    history
        .input()
        .places()
        .forEach(
            each -> row("%s, number %d: %s".formatted(each.source(), each.index(), each.reason())));
  }

  private void heading(String title) {
    lines.add("");
    lines.add(ansi.string("@|bold %s|@".formatted(title)));
  }

  private void row(String text) {
    lines.add(text.isEmpty() ? "" : "  " + SafeText.of(text));
  }

  /** Titles of columns: words of ours alone. */
  private void titles(String thing) {
    lines.add(ansi.string("  @|faint violations  attempts   allowed  %s|@".formatted(thing)));
  }

  private static String span(Tally tally) {
    String first = day(tally.first());
    String last = day(tally.last());
    return first.equals(last) ? first : first + " to " + last;
  }

  private static String day(@Nullable Instant at) {
    return at == null ? "" : at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
