package io.snapwarden.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Lets several threads do something at the same moment. */
public final class AtOnce {

  private AtOnce() {}

  /**
   * Does it in as many threads.
   *
   * @return what each got, in the order of their numbers from 0
   */
  public static <T> List<T> times(int threads, IntFunction<T> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch ready = new CountDownLatch(threads);
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      futures.add(
          pool.submit(
              () -> {
                ready.countDown();
                ready.await();
                return work.apply(number);
              }));
    }
    pool.shutdown();
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        results.add(future.get());
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError("a thread failed", e);
      }
    }
    return results;
  }
}
