package io.snapwarden.ticket;

class MemoryCopiesTest extends CopiesContract {
  @Override
  protected Copies copies() {
    return new MemoryCopies();
  }
}
