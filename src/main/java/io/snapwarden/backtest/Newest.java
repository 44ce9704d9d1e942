package io.snapwarden.backtest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/** The newest of any number of things, in whatever order they come. Not for several threads. */
final class Newest<T> {

  private final int most;
  private final PriorityQueue<Dated<T>> kept =
      new PriorityQueue<>(Comparator.comparing((Dated<T> each) -> each.at()));

  private record Dated<T>(Instant at, T thing) {}

  Newest(int most) {
    this.most = most;
  }

  /** Makes the thing only if there is room for it. */
  void add(Instant at, Supplier<T> thing) {
    Dated<T> oldest = kept.peek();
    if (kept.size() >= most) {
      if (oldest == null || !at.isAfter(oldest.at())) {
        return;
      }
      kept.remove();
    }
    kept.add(new Dated<>(at, thing.get()));
  }

  /** The newest first. */
  List<T> list() {
    List<Dated<T>> all = new ArrayList<>(kept);
    all.sort(Comparator.comparing((Dated<T> each) -> each.at()).reversed());
    return all.stream().map(Dated::thing).toList();
  }
}
