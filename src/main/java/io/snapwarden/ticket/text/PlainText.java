package io.snapwarden.ticket.text;

import io.snapwarden.ticket.text.Document.Block;
import java.util.List;
import java.util.stream.Collectors;

/** Text without any format. */
public final class PlainText implements Format<String> {

  @Override
  public String write(Document document) {
    return document.blocks().stream().map(PlainText::block).collect(Collectors.joining("\n\n"));
  }

  private static String block(Block block) {
    return block.fold(
        paragraph -> paragraph.text(),
        facts -> lines(facts.facts(), fact -> fact.name() + ": " + fact.value()),
        items -> lines(items.items(), item -> "- " + item),
        code -> lines(code.lines(), line -> "    " + line),
        links -> lines(links.links(), link -> link.text() + ": " + link.to()));
  }

  private static <T> String lines(List<T> parts, java.util.function.Function<T, String> line) {
    return parts.stream().map(line).collect(Collectors.joining("\n"));
  }
}
