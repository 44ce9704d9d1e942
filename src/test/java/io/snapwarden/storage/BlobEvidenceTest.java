package io.snapwarden.storage;

import io.snapwarden.incident.EvidenceContract;
import io.snapwarden.incident.Evidence;

class BlobEvidenceTest extends EvidenceContract {
  @Override
  protected Evidence evidence() {
    return OnAzurite.freshAccount().evidence();
  }
}
