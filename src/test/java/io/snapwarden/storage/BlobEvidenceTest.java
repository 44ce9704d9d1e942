package io.snapwarden.storage;

import io.snapwarden.incident.Evidence;
import io.snapwarden.incident.EvidenceContract;

class BlobEvidenceTest extends EvidenceContract {
  @Override
  protected Evidence evidence() {
    return OnAzurite.freshAccount().evidence();
  }
}
