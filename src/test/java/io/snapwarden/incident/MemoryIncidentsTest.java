package io.snapwarden.incident;

class MemoryIncidentsTest extends IncidentsContract {
  @Override
  protected Incidents incidents() {
    return new MemoryIncidents();
  }
}
