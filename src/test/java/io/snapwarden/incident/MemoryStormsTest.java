package io.snapwarden.incident;

class MemoryStormsTest extends StormsContract {
  @Override
  protected Storms storms() {
    return new MemoryStorms();
  }
}
