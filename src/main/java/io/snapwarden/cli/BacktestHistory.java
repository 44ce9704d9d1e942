package io.snapwarden.cli;

import io.snapwarden.backtest.Backtest;
import io.snapwarden.backtest.Download;
import io.snapwarden.backtest.History;
import io.snapwarden.backtest.SavedLog;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SafeText;
import io.snapwarden.policy.Allowlist;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code snapwarden backtest}: what a policy would have made of the past. */
@Command(
    name = "backtest",
    header = "Show what a policy would have made of the past.",
    description = {
      "Decides every snapshot write in a history and counts what would have come of it: by verdict, "
          + "response, caller, target and day, which allow rules were used and which never, and "
          + "how often the limit on remediations would have been tripped. Nothing is changed.",
      "",
      "The history is files with what `decide` reads, compressed by gzip or not; or the Activity "
          + "Log of subscriptions, read as whoever is signed in: the managed identity, a service "
          + "principal in the environment, or the Azure CLI. A write that comes several times, as "
          + "records and as an event, counts once.",
      "",
      "With --json, each line is an object whose key \"kind\" says what it is of: summary, mode, "
          + "response, remediation, violation, caller, other-callers, target, other-targets, rule, "
          + "day, other-days, limit, change, turn, suggestion, unreadable. docs/backtest.md tells "
          + "of the other keys."
    },
    footer = {
      "  snapwarden backtest --policy policy.json activity-log.jsonl.gz",
      "  snapwarden backtest --policy policy.json --html report.html \\",
      "    --subscription 55555555-5555-5555-5555-555555555555 --days 30 --save log.jsonl.gz",
      "  snapwarden backtest --policy new.json --against policy.json log.jsonl.gz",
      "  snapwarden backtest --policy policy.json --json log.jsonl.gz | \\",
      "    jq -r 'select(.kind == \"rule\" and .writes == 0) | .rule'"
    })
final class BacktestHistory implements Callable<Integer> {

  /** A page that holds more is slow to open. */
  private static final int KEPT = 2_000;

  private final Surroundings surroundings;
  private final EventReader events = new EventReader();

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "POLICY",
      description = "The policy file; - for standard input.")
  private String policy = "";

  @Option(
      names = "--against",
      paramLabel = "OLD",
      description = "Another policy, as the one in force: show each write that they differ about.")
  private @Nullable String against;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILES",
      description = "Files with the history; - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--subscription",
      paramLabel = "ID",
      split = ",",
      description = "Read the Activity Log of this subscription, and of others named so.")
  private List<Guid> subscriptions = new ArrayList<>();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How many days of it, 1 to 90 (${DEFAULT-VALUE}): Azure keeps no more.")
  private int days = Download.MOST_DAYS;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = {
        "Keep what is read of it, one record a line, compressed if the name ends with .gz. The "
            + "same command goes on with a download that was interrupted."
      })
  private @Nullable String save;

  @Option(names = "--json", description = "Print JSON Lines: one object for each row.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page to look at, too, that needs nothing beside itself.")
  private @Nullable String html;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many callers and targets to tell apart, 1 to 1000 (${DEFAULT-VALUE}).")
  private int top = 10;

  @Option(
      names = "--suggest",
      description = "Suggest allow rules for callers that look legitimate, for a person to judge.")
  private boolean suggest;

  @Option(
      names = "--fail-on-violation",
      description = "Exit with 3 if anything is a violation, an attempt or unreadable.")
  private boolean failOnViolation;

  @Option(
      names = "--principal-id",
      paramLabel = "GUID",
      description =
          "The object id of the function app's own identity, whose writes are the violation "
              + "own-identity.")
  private @Nullable Guid principalId;

  BacktestHistory(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    checkUsage();
    List<Source> named = new ArrayList<>(Source.all(names()));
    Allowlist allowlist = PolicyFile.allowlist(named.remove(0), surroundings, principalId);
    Allowlist old =
        against == null ? null : PolicyFile.allowlist(named.remove(0), surroundings, principalId);
    Path page = html == null ? null : path("--html", html);
    Backtest backtest =
        new Backtest(
            allowlist,
            old,
            KEPT,
            change -> {
              if (json) {
                print(BacktestRows.change(change).toString());
              }
            });
    if (subscriptions.isEmpty()) {
      named.forEach(source -> replay(source, backtest));
    } else {
      LiveLog log = new LiveLog(surroundings);
      log.read(
          subscriptions,
          days,
          save == null ? null : path("--save", save),
          source -> replay(source, backtest));
    }
    History history = backtest.result(surroundings.clock().instant());
    show(history);
    if (page != null) {
      new BacktestPage(history, top, suggest, surroundings.clock().instant()).write(page);
    }
    return failOnViolation && history.findsSomething() ? Snapwarden.FINDINGS : ExitCode.OK;
  }

  private void checkUsage() {
    if (files.isEmpty() == subscriptions.isEmpty()) {
      throw misuse("name either FILES with the history, or each --subscription to read it of");
    }
    if (days < 1 || days > Download.MOST_DAYS) {
      throw misuse("--days: Azure keeps the Activity Log for 90 days, so take 1 to 90");
    }
    if (top < 1 || top > 1000) {
      throw misuse("--top: take 1 to 1000");
    }
    if (save != null && subscriptions.isEmpty()) {
      throw misuse("--save keeps what --subscription reads: name one");
    }
  }

  private ParameterException misuse(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it");
    }
    return new ParameterException(spec.commandLine(), message);
  }

  private static Path path(String option, String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Failure.badInput("%s: %s is not the name of a file".formatted(option, name));
    }
  }

  /** The policies first. */
  private List<String> names() {
    List<String> names = new ArrayList<>(List.of(policy));
    if (against != null) {
      names.add(against);
    }
    names.addAll(files);
    return names;
  }

  private void replay(Source source, Backtest backtest) {
    long[] index = {0};
    String name = source.toString();
    if (Files.exists(Path.of(source.name() + SavedLog.MARK))) {
      surroundings.say(
          "%s is an unfinished download: what it lacks is not in the result".formatted(name));
    }
    try (Reader in = source.open(surroundings.in())) {
      events.readAll(in, reading -> backtest.take(reading, name, ++index[0]));
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  private void show(History history) {
    if (json) {
      new BacktestRows(history, top, suggest).all().forEach(row -> print(row.toString()));
      return;
    }
    new BacktestText(history, surroundings.ansi(), top, suggest)
        .lines()
        .forEach(surroundings.out()::line);
  }

  private void print(String line) {
    surroundings.out().line(SafeText.of(line));
  }
}
