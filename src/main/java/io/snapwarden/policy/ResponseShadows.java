package io.snapwarden.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds responses that never answer anything, for one earlier response takes all that they are for.
 * It misses one that only several earlier ones together make needless.
 */
final class ResponseShadows {

  private ResponseShadows() {}

  static void warn(List<ResponseRule> responses, Problems problems) {
    Place place = Place.ROOT.member("responses");
    for (int later = 1; later < responses.size(); later++) {
      int earlier = before(responses, later);
      if (earlier >= 0) {
        problems.warn(
            place.element(later),
            "is never reached: all that it is for goes to " + Quote.of(responses.get(earlier).id()),
            place.element(earlier));
      }
    }
  }

  /** The first response that takes all that a later one is for; -1 if there is none. */
  static int before(List<ResponseRule> responses, int later) {
    for (int earlier = 0; earlier < later; earlier++) {
      if (covers(responses.get(earlier), responses.get(later))) {
        return earlier;
      }
    }
    return -1;
  }

  private static boolean covers(ResponseRule earlier, ResponseRule later) {
    return codes(earlier).containsAll(codes(later))
        && (earlier.targets().isEmpty()
            || (!later.targets().isEmpty()
                && later.targets().stream().allMatch(target -> covers(earlier, target))));
  }

  private static boolean covers(ResponseRule earlier, TargetPattern target) {
    return target.wider().stream().anyMatch(earlier.targets()::contains);
  }

  /** A write is for a response by any one of its codes, so more codes never make it fit less. */
  private static Set<ViolationCode> codes(ResponseRule response) {
    return response.violations().isEmpty()
        ? EnumSet.allOf(ViolationCode.class)
        : response.violations();
  }
}
