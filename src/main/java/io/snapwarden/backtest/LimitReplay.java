package io.snapwarden.backtest;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How often {@code limits.remediatedTargetsPerHour} would have been tripped. A history comes in any
 * order, and the limit counts in the order of time: so the times are kept, as two numbers for each
 * write, and replayed at the end. Not for several threads.
 */
public final class LimitReplay {

  private static final Duration HOUR = Duration.ofHours(1);

  private final int most;
  private final Map<Guid, Times> times = new LinkedHashMap<>();
  private int size;
  private boolean incomplete;

  /**
   * What would have come of the limit in one subscription.
   *
   * @param limit the most targets within an hour
   * @param most how many targets there were within the busiest hour
   * @param busiest when that hour ended; null if there was no target at all
   * @param trips how often it would have been tripped, had somebody reset it an hour after each
   * @param first when it would have been tripped first; null if never
   * @param held how many writes would have got a ticket only
   * @param complete false if there were more writes than could be kept
   */
  public record Row(
      Guid subscription,
      int limit,
      int most,
      @Nullable Instant busiest,
      int trips,
      @Nullable Instant first,
      long held,
      boolean complete) {}

  /** Of one subscription: when, and a hash of what. */
  private static final class Times {
    private long[] at = new long[64];
    private long[] target = new long[64];
    private int size;

    void add(long millis, long hash) {
      if (size == at.length) {
        at = Arrays.copyOf(at, 2 * size);
        target = Arrays.copyOf(target, 2 * size);
      }
      at[size] = millis;
      target[size++] = hash;
    }

    /** The indexes in the order of time. */
    int[] inOrder() {
      return IntStream.range(0, size)
          .boxed()
          .sorted((one, other) -> Long.compare(at[one], at[other]))
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }

  LimitReplay(int most) {
    this.most = most;
  }

  /** A write that would have been answered by changing something at once. */
  void add(SnapshotWrite write) {
    if (size == most) {
      incomplete = true;
      return;
    }
    size++;
    times
        .computeIfAbsent(write.target().subscription(), none -> new Times())
        .add(write.at().toEpochMilli(), hash(write.target().key()));
  }

  List<Row> replay(int limit) {
    List<Row> rows = new ArrayList<>();
    times.forEach((subscription, each) -> rows.add(replay(subscription, each, limit)));
    return rows;
  }

  private Row replay(Guid subscription, Times all, int limit) {
    Hour any = new Hour();
    Hour admitted = new Hour();
    int most = 0;
    @Nullable Instant busiest = null;
    @Nullable Instant first = null;
    @Nullable Instant tripped = null;
    int trips = 0;
    long held = 0;
    for (int index : all.inOrder()) {
      Instant at = Instant.ofEpochMilli(all.at[index]);
      long target = all.target[index];
      any.passTo(at);
      any.add(at, target);
      if (any.targets() > most) {
        most = any.targets();
        busiest = at;
      }
      if (tripped != null && !at.isBefore(tripped.plus(HOUR))) {
        // Somebody has reset it: that begins anew.
        tripped = null;
        admitted = new Hour();
      }
      admitted.passTo(at);
      if (admitted.has(target)) {
        continue;
      }
      if (tripped == null && admitted.targets() < limit) {
        admitted.add(at, target);
        continue;
      }
      held++;
      if (tripped == null) {
        tripped = at;
        first = first == null ? at : first;
        trips++;
      }
    }
    return new Row(subscription, limit, most, busiest, trips, first, held, !incomplete);
  }

  /** The targets of the last hour. */
  private static final class Hour {
    private final Deque<Map.Entry<Instant, Long>> order = new ArrayDeque<>();
    private final Map<Long, Integer> within = new HashMap<>();

    void passTo(Instant now) {
      while (!order.isEmpty() && !order.element().getKey().isAfter(now.minus(HOUR))) {
        within.computeIfPresent(
            order.remove().getValue(), (target, count) -> count == 1 ? null : count - 1);
      }
    }

    void add(Instant at, long target) {
      order.add(Map.entry(at, target));
      within.merge(target, 1, Integer::sum);
    }

    boolean has(long target) {
      return within.containsKey(target);
    }

    int targets() {
      return within.size();
    }
  }

  private static long hash(String key) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
