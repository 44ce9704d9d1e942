package io.snapwarden.storage;

import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.IncidentsContract;

class TableIncidentsTest extends IncidentsContract {
  @Override
  protected Incidents incidents() {
    return OnAzurite.freshAccount().incidents();
  }
}
