package io.snapwarden.ticket.desk;

import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.Document.Fact;
import java.util.List;

/** A document that fits a tracker, and in which its mark stands, by which it is found again. */
final class Marked {

  private Marked() {}

  static Document document(Document document, String mark, int budget) {
    return Document.builder()
        .all(document.within(budget))
        .facts(List.of(new Fact("Mark", mark)))
        .build();
  }
}
