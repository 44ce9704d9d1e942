package io.snapwarden.backtest;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.IncidentId;

/**
 * Which writes were counted already. The Activity Log may have several records of one, and an event
 * of Event Grid may stand beside them: all have the same incident's id.
 *
 * <p>The caller may choose the correlation id, and with it that incident's id; so what somebody
 * else did, or what was decided otherwise, is never taken for a repetition. Keeps 128 bits of each,
 * which nobody can make two writes share on purpose, and no objects. Not for several threads.
 */
final class SeenWrites {

  private static final int FIRST_SLOTS = 1 << 10;

  private final int most;
  private long[] high = new long[FIRST_SLOTS];
  private long[] low = new long[FIRST_SLOTS];
  private int size;

  /** Remembers that many at most; later ones are all taken for new. */
  SeenWrites(int most) {
    this.most = most;
  }

  /** Whether there is no room for any other. */
  boolean full() {
    return size >= most;
  }

  /** Whether the write was not seen before; from now on it was, if there is room. */
  boolean add(SnapshotWrite write, boolean allowed) {
    String id = IncidentId.of(write).text();
    long target = Long.parseUnsignedLong(id, 0, 16, 16);
    long rest = Long.parseUnsignedLong(id, 17, 33, 16);
    long last = Long.parseUnsignedLong(id, 33, 41, 16);
    Guid principal = write.caller().principal();
    // An empty slot holds zeros: so no write's mark may.
    long one = (rest ^ (principal == null ? 0 : mixed(principal.high()))) | 1;
    long other =
        (target ^ last << 32)
            ^ (principal == null ? 0 : mixed(principal.low() + 1))
            ^ (allowed ? 0x9E3779B97F4A7C15L : 0);
    return add(one, other);
  }

  private boolean add(long one, long other) {
    int slot = slot(high, low, one, other);
    if (high[slot] != 0) {
      return false;
    }
    if (full()) {
      return true;
    }
    high[slot] = one;
    low[slot] = other;
    size++;
    if (size > high.length / 4 * 3) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] newHigh = new long[2 * high.length];
    long[] newLow = new long[2 * low.length];
    for (int i = 0; i < high.length; i++) {
      if (high[i] != 0) {
        int slot = slot(newHigh, newLow, high[i], low[i]);
        newHigh[slot] = high[i];
        newLow[slot] = low[i];
      }
    }
    high = newHigh;
    low = newLow;
  }

  /** Where it is, or the empty slot where it would be. */
  private static int slot(long[] high, long[] low, long one, long other) {
    int mask = high.length - 1;
    int slot = (int) (mixed(one ^ other) & mask);
    while (high[slot] != 0 && (high[slot] != one || low[slot] != other)) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  /** Spreads what differs in few bits over all of them (the finalizer of MurmurHash3). */
  private static long mixed(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
