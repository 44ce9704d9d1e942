package io.snapwarden.storage;

import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.CopiesContract;
import org.junit.jupiter.api.Tag;

@Tag("gson")
class TableCopiesTest extends CopiesContract {
  @Override
  protected Copies copies() {
    return OnAzurite.freshAccount().copies();
  }
}
