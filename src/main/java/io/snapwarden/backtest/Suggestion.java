package io.snapwarden.backtest;

import io.snapwarden.event.SafeText;
import io.snapwarden.policy.ViolationCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that would allow what a caller keeps doing, for a person to judge.
 *
 * @param name what the caller calls itself; null if it does not
 * @param codes what its writes are violations for now
 * @param until when the rule would end
 */
public record Suggestion(
    CallerId caller,
    @Nullable String name,
    Set<ViolationCode> codes,
    List<Target> targets,
    Instant until) {

  /**
   * Patterns for what lies in one place, and what speaks for them.
   *
   * @param patterns one for each name, or one for what all names begin with
   * @param days on how many days something was written
   * @param names some of the names that were written
   * @param more whether there were more names than these
   */
  public record Target(
      List<String> patterns,
      long writes,
      int days,
      Instant first,
      Instant last,
      List<String> names,
      boolean more) {
    public Target {
      patterns = List.copyOf(patterns);
      names = List.copyOf(names);
    }
  }

  public Suggestion {
    targets = List.copyOf(targets);
  }

  /** The rule's id; there is one rule for each principal. */
  public String id() {
    return "suggested-" + caller.principal();
  }

  public long writes() {
    return targets.stream().mapToLong(Target::writes).sum();
  }

  /**
   * The rule as the text of a policy, with its evidence in comments. Who owns it and why it is
   * legitimate is blank, which {@code check} refuses: nobody pastes it unread.
   */
  public List<String> snippet() {
    List<String> lines = new ArrayList<>();
    lines.add("{");
    lines.add("  // REVIEW: a suggestion by what happened, not by whether it should have.");
    lines.add("  // " + SafeText.of(who()));
    lines.add("  // now a violation: " + codesText());
    lines.add("  \"id\": \"%s\",".formatted(id()));
    lines.add("  \"callers\": [{ \"principal\": \"%s\" }],".formatted(caller.principal()));
    lines.add("  \"targets\": [");
    for (Target target : targets) {
      lines.add("    // " + evidence(target));
      target.patterns().forEach(pattern -> lines.add("    \"%s\",".formatted(pattern)));
    }
    int last = lines.size() - 1;
    lines.set(last, lines.get(last).substring(0, lines.get(last).length() - 1));
    lines.add("  ],");
    lines.add("  \"until\": \"%s\",".formatted(until));
    lines.add(
        "  \"owner\": \"\", // fill in: who answers for it; check refuses the rule until then");
    lines.add("  \"reason\": \"\" // fill in: why it is legitimate, as in a change or a ticket");
    lines.add("}");
    return lines;
  }

  private String who() {
    return caller
        + (caller.application() == null ? "" : ", client id " + caller.application())
        + (name == null ? "" : ", named \"" + name + "\"");
  }

  private String codesText() {
    return String.join(", ", ViolationCode.texts(codes));
  }

  private static String evidence(Target target) {
    return "%d writes on %d days, %s to %s: %s%s"
        .formatted(
            target.writes(),
            target.days(),
            day(target.first()),
            day(target.last()),
            String.join(", ", target.names()),
            target.more() ? ", …" : "");
  }

  private static String day(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }
}
