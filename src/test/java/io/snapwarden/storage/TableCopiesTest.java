package io.snapwarden.storage;

import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.CopiesContract;

class TableCopiesTest extends CopiesContract {
  @Override
  protected Copies copies() {
    return OnAzurite.freshAccount().copies();
  }
}
