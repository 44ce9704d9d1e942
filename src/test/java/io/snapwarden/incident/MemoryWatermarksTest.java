package io.snapwarden.incident;

class MemoryWatermarksTest extends WatermarksContract {
  @Override
  protected Watermarks watermarks() {
    return new MemoryWatermarks();
  }
}
