package io.snapwarden.bench.engines;

import io.snapwarden.event.SnapshotWrite;

/** Decides whether a policy allows a write. */
interface Engine {

  boolean allowed(SnapshotWrite write);
}
