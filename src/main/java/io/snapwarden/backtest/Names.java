package io.snapwarden.backtest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What callers call themselves, for people to recognise them by: the first name of each. Text that
 * a caller may have chosen. Not for several threads.
 */
public final class Names {

  private static final int LONGEST = 128;

  private final int most;
  private final Map<CallerId, String> names = new HashMap<>();

  Names(int most) {
    this.most = most;
  }

  void add(CallerId caller, @Nullable String name) {
    if (name != null && !name.isBlank() && names.size() < most) {
      names.putIfAbsent(caller, shortened(name));
    }
  }

  /** Null if there is none, or none but the client id. */
  public @Nullable String of(CallerId caller) {
    String name = names.get(caller);
    return name == null || name.equals(String.valueOf(caller.application())) ? null : name;
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }
}
