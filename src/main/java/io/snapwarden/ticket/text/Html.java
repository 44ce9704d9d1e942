package io.snapwarden.ticket.text;

import io.snapwarden.ticket.text.Document.Block;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * HTML, as the descriptions of Azure DevOps take it: a few elements, without attributes but links'.
 */
public final class Html implements Format<String> {

  @Override
  public String write(Document document) {
    return document.blocks().stream().map(Html::block).collect(Collectors.joining());
  }

  private static String block(Block block) {
    return block.fold(
        paragraph -> "<p>" + text(paragraph.text()) + "</p>",
        facts ->
            list(
                facts.facts(),
                fact ->
                    "<b>" + text(fact.name()) + ":</b> <code>" + text(fact.value()) + "</code>"),
        items -> list(items.items(), Html::text),
        code ->
            "<pre>"
                + code.lines().stream().map(Html::text).collect(Collectors.joining("\n"))
                + "</pre>",
        links ->
            list(
                links.links(),
                link ->
                    "<a href=\""
                        + text(link.to().toASCIIString())
                        + "\">"
                        + text(link.text())
                        + "</a>"));
  }

  /** Text in which nothing is an element, an attribute's end or an entity. */
  public static String text(String line) {
    StringBuilder safe = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }

  private static <T> String list(List<T> parts, Function<T, String> item) {
    return parts.stream()
        .map(part -> "<li>" + item.apply(part) + "</li>")
        .collect(Collectors.joining("", "<ul>", "</ul>"));
  }
}
