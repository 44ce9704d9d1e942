package io.snapwarden.storage;

import io.snapwarden.incident.Turns;
import io.snapwarden.incident.TurnsContract;

class TableTurnsTest extends TurnsContract {
  @Override
  protected Turns turns() {
    return OnAzurite.freshAccount().turns();
  }
}
