package io.snapwarden.storage;

import io.snapwarden.incident.Storms;
import io.snapwarden.incident.StormsContract;
import org.junit.jupiter.api.Tag;

@Tag("gson")
class TableStormsTest extends StormsContract {
  @Override
  protected Storms storms() {
    return OnAzurite.freshAccount().storms();
  }
}
