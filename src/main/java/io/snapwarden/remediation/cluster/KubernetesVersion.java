package io.snapwarden.remediation.cluster;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Kubernetes, as in {@code 1.31.7}. */
record KubernetesVersion(int major, int minor, int patch) implements Comparable<KubernetesVersion> {

  private static final Pattern FULL = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})");

  /** Empty for everything but three numbers. */
  static Optional<KubernetesVersion> parse(String text) {
    Matcher parts = FULL.matcher(text);
    return parts.matches()
        ? Optional.of(
            new KubernetesVersion(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3))))
        : Optional.empty();
  }

  /**
   * Whether what is wanted is what runs; a want may leave the patch to AKS, as in {@code 1.31}.
   *
   * @param wanted empty if nothing in particular is
   */
  static boolean met(String wanted, String running) {
    return wanted.isEmpty() || running.equals(wanted) || running.startsWith(wanted + ".");
  }

  boolean sameMinor(KubernetesVersion other) {
    return major == other.major && minor == other.minor;
  }

  /** Whether this is of the minor version right after the other's. */
  boolean nextMinorOf(KubernetesVersion other) {
    return major == other.major && minor == other.minor + 1;
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return Comparator.comparingInt(KubernetesVersion::major)
        .thenComparingInt(KubernetesVersion::minor)
        .thenComparingInt(KubernetesVersion::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
