package io.snapwarden.policy;

class MemoryPolicyStoreTest extends PolicyStoreContract {
  @Override
  protected PolicyStore policies() {
    return new MemoryPolicyStore();
  }
}
