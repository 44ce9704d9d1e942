package io.snapwarden.incident;

class MemoryTurnsTest extends TurnsContract {
  @Override
  protected Turns turns() {
    return new MemoryTurns();
  }
}
