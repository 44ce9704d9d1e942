package io.snapwarden.ticket.text;

import io.snapwarden.ticket.text.Document.Block;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * GitHub's Markdown (github.github.com/gfm). Every mark of it is escaped; values stand in code
 * spans, where GitHub reads neither marks nor mentions. Elsewhere a word joiner keeps
 * {@code @name}, {@code #1} and addresses from becoming mentions, references and links ("autolinked
 * references", docs.github.com), which no escape prevents.
 */
public final class Markdown implements Format<String> {

  private static final String JOINER = "\u2060";
  private static final String MARKS = "\\`*_{}[]()#+-.!|~&";

  @Override
  public String write(Document document) {
    return document.blocks().stream().map(Markdown::block).collect(Collectors.joining("\n\n"));
  }

  private static String block(Block block) {
    return block.fold(
        paragraph -> text(paragraph.text()),
        facts ->
            lines(facts.facts(), fact -> "- **" + text(fact.name()) + ":** " + span(fact.value())),
        items -> lines(items.items(), item -> "- " + text(item)),
        code -> fenced(code.lines()),
        links ->
            lines(links.links(), link -> "- [" + text(link.text()) + "](<" + link.to() + ">)"));
  }

  /** A line of text in which nothing is a mark. */
  public static String text(String line) {
    StringBuilder safe = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '<' || c == '>') {
        safe.append(c == '<' ? "&lt;" : "&gt;");
        continue;
      }
      if (MARKS.indexOf(c) >= 0) {
        safe.append('\\');
      }
      safe.append(c);
      if (c == '@' || c == '#' || c == ':' || c == '.' || c == '-') {
        safe.append(breaks(line, i) ? JOINER : "");
      }
    }
    return safe.toString();
  }

  /** Whether what begins here would become a mention, a reference or a link. */
  private static boolean breaks(String line, int at) {
    char c = line.charAt(at);
    boolean more = at + 1 < line.length() && !Character.isWhitespace(line.charAt(at + 1));
    return switch (c) {
      case ':' -> line.startsWith("://", at) || line.regionMatches(true, at - 6, "mailto", 0, 6);
      case '.' -> line.regionMatches(true, at - 3, "www", 0, 3);
      case '-' -> line.regionMatches(true, at - 2, "GH", 0, 2);
      default -> more;
    };
  }

  /** A value as it is: the fence is longer than any run of backticks in it. */
  private static String span(String value) {
    if (value.isEmpty()) {
      return "";
    }
    String fence = "`".repeat(longestRun(value) + 1);
    String pad = value.startsWith("`") || value.endsWith("`") || value.isBlank() ? " " : "";
    return fence + pad + value + pad + fence;
  }

  private static String fenced(List<String> lines) {
    int longest = lines.stream().mapToInt(Markdown::longestRun).max().orElse(0);
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + "\n" + String.join("\n", lines) + "\n" + fence;
  }

  private static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  private static <T> String lines(List<T> parts, Function<T, String> line) {
    return parts.stream().map(line).collect(Collectors.joining("\n"));
  }
}
