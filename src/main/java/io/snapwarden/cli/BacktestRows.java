package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.backtest.CallerId;
import io.snapwarden.backtest.Decided;
import io.snapwarden.backtest.History;
import io.snapwarden.backtest.LimitReplay;
import io.snapwarden.backtest.Ranking;
import io.snapwarden.backtest.Suggestion;
import io.snapwarden.backtest.Tally;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.ViolationCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A backtest for programs: one object for each row, whose {@code kind} says what it is of. Its keys
 * are a contract: docs/backtest.md.
 *
 * @param top how many callers and targets are told apart
 */
record BacktestRows(History history, int top, boolean suggest) {

  List<JsonObject> all() {
    List<JsonObject> rows = new ArrayList<>();
    rows.add(summary());
    for (Mode mode : Mode.values()) {
      JsonObject row = row("mode");
      row.addProperty("mode", mode.text());
      row.addProperty("writes", history.answered(mode));
      rows.add(row);
    }
    history.answers().forEach(each -> rows.add(answer(each)));
    history.remediations().forEach(each -> rows.add(remediation(each)));
    history.codes().forEach(each -> rows.add(code(each)));
    history.callers().top(top).forEach(each -> rows.add(caller(each)));
    rest("other-callers", history.callers(), rows);
    history.targets().top(top).forEach(each -> rows.add(target(each)));
    rest("other-targets", history.targets(), rows);
    history.uses().forEach(each -> rows.add(use(each)));
    days(rows);
    history.limits().forEach(each -> rows.add(limit(each)));
    History.Changes changes = history.changes();
    if (changes != null) {
      changes.turns().forEach(each -> rows.add(turn(each)));
    }
    if (suggest) {
      history.suggestions().forEach(each -> rows.add(suggestion(each)));
    }
    history.input().places().forEach(each -> rows.add(unreadable(each)));
    return rows;
  }

  private JsonObject summary() {
    History.Input input = history.input();
    JsonObject row = row("summary");
    row.addProperty("policy", history.policy().hash());
    row.addProperty("against", history.old() == null ? null : history.old().hash());
    row.addProperty("records", input.records());
    row.addProperty("writes", history.all().all());
    tally(row, history.all());
    row.addProperty("unrelated", input.unrelated());
    row.addProperty("unreadable", input.unreadable());
    row.addProperty("duplicates", input.duplicates());
    row.addProperty("duplicatesKnown", !input.forgetful());
    row.addProperty("callers", history.callers().size());
    row.addProperty("targets", history.targets().size());
    row.addProperty("changes", history.changes() == null ? null : history.changes().count());
    return row;
  }

  private static JsonObject answer(Ranking.Row<History.Answer> each) {
    JsonObject row = row("response");
    row.addProperty("response", each.key().response());
    row.addProperty("mode", each.key().mode().text());
    return tally(row, each.tally());
  }

  private static JsonObject remediation(Ranking.Row<History.Act> each) {
    JsonObject row = row("remediation");
    row.addProperty("remediation", each.key().remediation());
    row.addProperty("mode", each.key().mode().text());
    return tally(row, each.tally());
  }

  private static JsonObject code(Ranking.Row<ViolationCode> each) {
    JsonObject row = row("violation");
    row.addProperty("code", each.key().text());
    return tally(row, each.tally());
  }

  private JsonObject caller(Ranking.Row<CallerId> each) {
    JsonObject row = row("caller");
    row.add("caller", caller(each.key()));
    row.addProperty("name", history.names().of(each.key()));
    return tally(row, each.tally());
  }

  private static JsonObject target(Ranking.Row<String> each) {
    JsonObject row = row("target");
    row.addProperty("target", each.key());
    return tally(row, each.tally());
  }

  /** Only where there is anything beside the top. */
  private void rest(String kind, Ranking<?> ranking, List<JsonObject> rows) {
    Tally rest = ranking.rest(top);
    if (rest.all() > 0) {
      JsonObject row = row(kind);
      row.addProperty("count", ranking.summed() ? null : ranking.size() - top);
      rows.add(tally(row, rest));
    }
  }

  private static JsonObject use(History.Use each) {
    JsonObject row = row("rule");
    row.addProperty("rule", each.rule().id());
    row.addProperty("owner", each.rule().owner());
    row.addProperty("until", text(each.rule().until()));
    Tally tally = each.tally();
    row.addProperty("writes", tally == null ? 0 : tally.allowed());
    row.addProperty("first", tally == null ? null : text(tally.first()));
    row.addProperty("last", tally == null ? null : text(tally.last()));
    return row;
  }

  private void days(List<JsonObject> rows) {
    history
        .byDay()
        .forEach(
            (day, tally) -> {
              JsonObject row = row("day");
              row.addProperty("day", day.toString());
              row.addProperty("allowed", tally.allowed());
              row.addProperty("violations", tally.violations());
              row.addProperty("attempts", tally.attempts());
              rows.add(row);
            });
    if (history.otherDays().all() > 0) {
      rows.add(tally(row("other-days"), history.otherDays()));
    }
  }

  private static JsonObject limit(LimitReplay.Row each) {
    JsonObject row = row("limit");
    row.addProperty("subscription", each.subscription().toString());
    row.addProperty("remediatedTargetsPerHour", each.limit());
    row.addProperty("most", each.most());
    row.addProperty("mostAt", text(each.busiest()));
    row.addProperty("trips", each.trips());
    row.addProperty("first", text(each.first()));
    row.addProperty("held", each.held());
    row.addProperty("complete", each.complete());
    return row;
  }

  private static JsonObject turn(Ranking.Row<History.Turn> each) {
    JsonObject row = row("turn");
    row.addProperty("before", each.key().before());
    row.addProperty("after", each.key().after());
    row.addProperty("writes", each.tally().all());
    return row;
  }

  private static JsonObject suggestion(Suggestion each) {
    JsonObject row = row("suggestion");
    row.addProperty("rule", each.id());
    row.add("caller", caller(each.caller()));
    row.addProperty("name", each.name());
    row.add("violations", texts(ViolationCode.texts(each.codes())));
    row.add(
        "targets",
        texts(each.targets().stream().flatMap(target -> target.patterns().stream()).toList()));
    row.addProperty("writes", each.writes());
    row.addProperty("until", each.until().toString());
    row.addProperty("snippet", String.join("\n", each.snippet()));
    return row;
  }

  private static JsonObject unreadable(History.Unreadable each) {
    JsonObject row = row("unreadable");
    row.addProperty("source", each.source());
    row.addProperty("index", each.index());
    row.addProperty("reason", each.reason());
    return row;
  }

  /** What two policies say of one write. */
  static JsonObject change(Decided.Change change) {
    JsonObject row = write("change", change.write());
    row.add("before", decided(change.before()));
    row.add("after", decided(change.after()));
    return row;
  }

  /** What was decided of one write that was not allowed: for the page alone. */
  static JsonObject finding(Decided.Write finding) {
    JsonObject row = write("finding", finding.write());
    decided(finding.decided()).entrySet().forEach(each -> row.add(each.getKey(), each.getValue()));
    return row;
  }

  private static JsonObject write(String kind, SnapshotWrite write) {
    JsonObject row = row(kind);
    row.addProperty("event", write.eventId());
    row.addProperty("at", write.at().toString());
    row.addProperty("target", write.target().text());
    JsonObject caller = new JsonObject();
    caller.addProperty("kind", write.caller().kind().text());
    caller.addProperty("principal", text(write.caller().principal()));
    caller.addProperty("application", text(write.caller().application()));
    caller.addProperty("tenant", text(write.caller().tenant()));
    row.add("caller", caller);
    row.addProperty("name", write.caller().name());
    return row;
  }

  private static JsonObject decided(Decided decided) {
    JsonObject json = new JsonObject();
    json.addProperty("verdict", decided.verdict());
    json.add("violations", texts(ViolationCode.texts(decided.codes())));
    json.addProperty("rule", decided.rule());
    json.addProperty("response", decided.response());
    Mode mode = decided.mode();
    json.addProperty("mode", mode == null ? null : mode.text());
    json.add("remediations", texts(decided.remediations()));
    json.addProperty("reason", decided.reason());
    return json;
  }

  private static JsonObject caller(CallerId id) {
    JsonObject caller = new JsonObject();
    caller.addProperty("kind", id.kind().text());
    caller.addProperty("principal", text(id.principal()));
    caller.addProperty("application", text(id.application()));
    caller.addProperty("tenant", text(id.tenant()));
    return caller;
  }

  private static JsonObject row(String kind) {
    JsonObject row = new JsonObject();
    row.addProperty("kind", kind);
    return row;
  }

  private static JsonObject tally(JsonObject row, Tally tally) {
    row.addProperty("allowed", tally.allowed());
    row.addProperty("violations", tally.violations());
    row.addProperty("attempts", tally.attempts());
    row.addProperty("first", text(tally.first()));
    row.addProperty("last", text(tally.last()));
    return row;
  }

  private static JsonArray texts(Collection<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
