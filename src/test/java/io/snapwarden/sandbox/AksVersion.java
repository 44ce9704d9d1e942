package io.snapwarden.sandbox;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Kubernetes version as AKS has it.
 *
 * @param preview whether AKS offers it as a preview only
 */
record AksVersion(int major, int minor, int patch, boolean preview)
    implements Comparable<AksVersion> {

  private static final Pattern FULL = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

  static AksVersion of(String text, boolean preview) {
    Matcher parts = FULL.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not MAJOR.MINOR.PATCH: " + text);
    }
    return new AksVersion(
        Integer.parseInt(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Integer.parseInt(parts.group(3)),
        preview);
  }

  /** As in {@code 1.31}, which AKS takes for the newest patch of it. */
  String alias() {
    return major + "." + minor;
  }

  String text() {
    return alias() + "." + patch;
  }

  @Override
  public int compareTo(AksVersion other) {
    return Comparator.comparingInt(AksVersion::major)
        .thenComparingInt(AksVersion::minor)
        .thenComparingInt(AksVersion::patch)
        .compare(this, other);
  }
}
