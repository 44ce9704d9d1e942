package io.snapwarden.chaos;

/**
 * How much happens in one run.
 *
 * @param writes distinct writes of snapshots
 * @param deliveries of events, malformed ones and duplicates among them
 * @param kills of worker processes
 * @param outages of storage
 * @param processes how many workers live at a time
 * @param threads of each worker
 */
record Size(int writes, int deliveries, int kills, int outages, int processes, int threads) {

  private static final double MALFORMED = 0.05;
  private static final double UNDELIVERED = 0.02;
  private static final double DUPLICATED = 0.30;

  /** The same proportions for any number of writes. */
  static Size of(int writes, int kills, int outages) {
    return new Size(writes, writes * 5 / 2, kills, outages, 3, 4);
  }

  /** Texts that are no sound event. */
  int malformed() {
    return (int) Math.ceil(deliveries * MALFORMED);
  }

  /** Writes whose event never arrives. */
  int undelivered() {
    return (int) Math.ceil(writes * UNDELIVERED);
  }

  /** Writes whose event arrives more than once. */
  int duplicated() {
    return (int) (writes * DUPLICATED);
  }
}
