package io.snapwarden.storage;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where the policy blob is, and what is kept beside it. Loads no class of the Azure SDK, so that
 * the setting can be checked before anything is sent.
 *
 * @param container the blob container's name
 * @param blob the blob's name in it
 */
public record PolicyPath(String container, String blob) {

  /** The setting that names it. */
  public static final String SETTING = "SNAPWARDEN_POLICY";

  private static final String DEFAULT = "snapwarden/policy.json";

  /** Microsoft Learn, "Naming and referencing containers, blobs, and metadata". */
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final int SHORTEST_CONTAINER = 3;
  private static final int LONGEST_CONTAINER = 63;

  /** Braces and percent signs would mean something else to the Functions host. */
  private static final Pattern BLOB =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,20}");

  /** So that what is put beside it has a name that fits too. */
  private static final int LONGEST = 900;

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException if it names no blob; it names the cure
   */
  public static PolicyPath of(Map<String, String> settings) {
    String set = settings.getOrDefault(SETTING, "").strip();
    String path = set.isEmpty() ? DEFAULT : set;
    int slash = path.indexOf('/');
    if (slash < SHORTEST_CONTAINER
        || slash > LONGEST_CONTAINER
        || path.length() > LONGEST
        || !CONTAINER.matcher(path.substring(0, slash)).matches()
        || !BLOB.matcher(path.substring(slash + 1)).matches()) {
      throw new IllegalArgumentException(
          SETTING + " names no blob: set it to container/name, as in " + DEFAULT);
    }
    return new PolicyPath(path.substring(0, slash), path.substring(slash + 1));
  }

  /** The blob with the last good policy; the trigger's binding writes it too. */
  String lastGood() {
    return blob + ".last-good";
  }

  /** What the names of all replaced versions begin with. */
  String versions() {
    return blob + ".versions/";
  }

  @Override
  public String toString() {
    return container + "/" + blob;
  }
}
