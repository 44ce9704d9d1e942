package io.snapwarden.storage;

import io.snapwarden.incident.IncidentsContract;
import io.snapwarden.incident.Incidents;

class TableIncidentsTest extends IncidentsContract {
  @Override
  protected Incidents incidents() {
    return OnAzurite.freshAccount().incidents();
  }
}
