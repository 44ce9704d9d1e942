package io.snapwarden.storage;

import io.snapwarden.incident.Storms;
import io.snapwarden.incident.StormsContract;

class TableStormsTest extends StormsContract {
  @Override
  protected Storms storms() {
    return OnAzurite.freshAccount().storms();
  }
}
