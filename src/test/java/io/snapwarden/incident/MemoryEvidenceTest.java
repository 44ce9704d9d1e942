package io.snapwarden.incident;

class MemoryEvidenceTest extends EvidenceContract {
  @Override
  protected Evidence evidence() {
    return new MemoryEvidence();
  }
}
