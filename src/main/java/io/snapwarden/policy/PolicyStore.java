package io.snapwarden.policy;

import io.snapwarden.event.Hash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the uploaded policy is kept, together with those that it replaced. */
public interface PolicyStore {

  /** The uploaded policy, good or bad; empty if there is none. */
  Optional<Stored> current();

  /**
   * Puts a text in the place of the one that was seen, which is kept as a version before it is
   * replaced.
   *
   * @param seen what {@link #current} gave; null if it gave nothing
   * @return whether it is in place now; if not, somebody else changed it meanwhile
   */
  boolean replace(@Nullable Stored seen, String text);

  /** The last text that was known to be a good policy. */
  Optional<String> lastGood();

  void keepLastGood(String text);

  /** What was replaced, the newest first. */
  List<Version> versions();

  /** The text of something that was replaced. */
  Optional<String> version(Version version);

  /**
   * The policy as it is in the store.
   *
   * @param tag changes whenever the store's content does
   * @param since when it was put there
   */
  record Stored(String text, String tag, Instant since) {

    public String hash() {
      return "sha256:" + Hash.hex(text);
    }

    /** What it will be kept as: always the same, however often somebody tries to replace it. */
    public Version version() {
      return Version.of(since, text);
    }
  }

  /**
   * The name of a text that was in place once: since when it was, and the first digits of its hash.
   */
  record Version(String name) {

    private static final int DIGITS = 12;
    private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{" + DIGITS + "}");
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public Version {
      if (!FORM.matcher(name).matches()) {
        throw new IllegalArgumentException("not the name of a version: " + name);
      }
    }

    static Version of(Instant since, String text) {
      return new Version(TIME.format(since) + "-" + Hash.hex(text).substring(0, DIGITS));
    }

    /** Reads a name; empty if it is none. */
    public static Optional<Version> parse(String name) {
      return FORM.matcher(name).matches() ? Optional.of(new Version(name)) : Optional.empty();
    }

    /** Since when it was in place, to the second. */
    public Instant since() {
      return Instant.from(TIME.parse(name.substring(0, name.indexOf('-'))));
    }

    /** The first digits of its hash. */
    public String digits() {
      return name.substring(name.length() - DIGITS);
    }
  }
}
