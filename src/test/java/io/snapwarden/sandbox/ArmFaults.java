package io.snapwarden.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What goes wrong in the simulated Resource Manager, and when. Safe for use by several threads. */
public final class ArmFaults {

  /** One way of going wrong. */
  public sealed interface Fault {

    /** In a few words. */
    String kind();

    /** An error instead of doing anything. */
    record Refuse(ArmReply reply) implements Fault {
      @Override
      public String kind() {
        return String.valueOf(reply.status());
      }
    }

    /** The connection ends before the request is looked at. */
    record DropBefore() implements Fault {
      @Override
      public String kind() {
        return "dropped";
      }
    }

    /** The request is carried out, and then the connection ends: the answer is lost. */
    record DropAfter() implements Fault {
      @Override
      public String kind() {
        return "answer lost";
      }
    }

    /** The answer comes late. */
    record Delay(Duration by) implements Fault {
      @Override
      public String kind() {
        return "late";
      }
    }

    static Fault throttled(Duration retryAfter) {
      return new Refuse(
          ArmReply.error(429, "TooManyRequests", "The request is being throttled.")
              .with("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    static Fault unavailable() {
      return error(503, "ServiceUnavailable", "The service is temporarily unavailable.");
    }

    static Fault broken() {
      return error(500, "InternalServerError", "The server encountered an unexpected error.");
    }

    static Fault busy() {
      return error(
          409,
          "OperationNotAllowed",
          "Another operation (Updating) is in progress on the resource.");
    }

    static Fault error(int status, String code, String message) {
      return new Refuse(ArmReply.error(status, code, message));
    }
  }

  private record Rule(Predicate<ArmCall> when, Fault fault, boolean once) {}

  private final List<Rule> rules = new ArrayList<>();
  private final Map<String, Integer> made = new TreeMap<>();
  private Random random = new Random(0);
  private double rate;
  private Duration longest = Duration.ofSeconds(60);

  /** The next request like this goes wrong. */
  public synchronized void next(Predicate<ArmCall> when, Fault fault) {
    rules.add(new Rule(when, fault, true));
  }

  /** The next request of any kind goes wrong. */
  public void next(Fault fault) {
    next(call -> true, fault);
  }

  /** Every request like this goes wrong, until {@link #clear}. */
  public synchronized void every(Predicate<ArmCall> when, Fault fault) {
    rules.add(new Rule(when, fault, false));
  }

  /** A share of all requests goes wrong, in any way but late; the same seed, the same ways. */
  public synchronized void atRandom(long seed, double share) {
    atRandom(seed, share, Duration.ofSeconds(60));
  }

  /** The same, where nobody is asked to wait for longer than this. */
  public synchronized void atRandom(long seed, double share, Duration longestWait) {
    random = new Random(seed);
    rate = share;
    longest = longestWait;
  }

  public synchronized void clear() {
    rules.clear();
    rate = 0;
  }

  /** How many requests have gone wrong so far, by the way in which they did. */
  public synchronized Map<String, Integer> made() {
    return new TreeMap<>(made);
  }

  synchronized Optional<Fault> of(ArmCall call) {
    Optional<Fault> fault = chosen(call);
    fault.ifPresent(each -> made.merge(each.kind(), 1, Integer::sum));
    return fault;
  }

  private Optional<Fault> chosen(ArmCall call) {
    for (Iterator<Rule> all = rules.iterator(); all.hasNext(); ) {
      Rule rule = all.next();
      if (rule.when().test(call)) {
        if (rule.once()) {
          all.remove();
        }
        return Optional.of(rule.fault());
      }
    }
    return random.nextDouble() < rate ? Optional.of(any()) : Optional.empty();
  }

  private Fault any() {
    return switch (random.nextInt(6)) {
      case 0 -> Fault.throttled(Duration.ofSeconds(1 + random.nextInt((int) longest.toSeconds())));
      case 1 -> Fault.unavailable();
      case 2 -> Fault.broken();
      case 3 -> Fault.busy();
      case 4 -> new Fault.DropBefore();
      default -> new Fault.DropAfter();
    };
  }
}
