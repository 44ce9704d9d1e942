package io.snapwarden.azure;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Azure Resource Manager did not do what was asked. Thrown so that a remediation reads top to
 * bottom; caught in one place, where it becomes an outcome.
 */
public final class ArmException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Conflicts that no waiting cures; every other 409 is another operation in the way. */
  private static final Set<String> LASTING_CONFLICTS =
      Set.of(
          "scopelocked",
          "readonlydisabledsubscription",
          "missingsubscriptionregistration",
          "quotaexceeded");

  private static final int LONGEST = 500;

  /**
   * How Azure words a refusal: of the action itself (code AuthorizationFailed), or of another that
   * it takes (LinkedAuthorizationFailed), where it first names the action that is allowed.
   */
  private static final Pattern MISSING_RIGHT =
      Pattern.compile(
          "not have (?:authorization|permission) to perform action '([^']+)' (?:over scope|on the linked scope\\(s\\)) '([^']+)'");

  /** Whether to try again. */
  public enum Kind {
    /** Throttled, busy, changed meanwhile or out of reach: the same may succeed later. */
    PASSING,
    /** Denied, locked, over quota or malformed: it will not succeed by waiting. */
    FINAL
  }

  private final transient Kind kind;
  private final transient @Nullable Duration retryAfter;
  private final String errorCode;

  public ArmException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    this(kind, message, retryAfter, cause, "");
  }

  private ArmException(
      Kind kind,
      String message,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      String errorCode) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.errorCode = errorCode;
  }

  /** What an answer that is no success means. */
  public static ArmException of(ArmAnswer answer) {
    return new ArmException(
        kind(answer), message(answer), answer.retryAfter(), null, answer.errorCode());
  }

  public Kind kind() {
    return kind;
  }

  /** Azure's own word for it, as in {@code ScopeLocked}; empty if it has none. */
  public String errorCode() {
    return errorCode;
  }

  /** How long Azure asks to wait; null if it does not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  private static Kind kind(ArmAnswer answer) {
    return switch (answer.status()) {
      case 408, 412, 429 -> Kind.PASSING;
      case 409 -> lasting(answer) ? Kind.FINAL : Kind.PASSING;
      case 501, 505 -> Kind.FINAL;
      // A success that is no JSON comes from something between us and Azure.
      default -> answer.succeeded() || answer.status() >= 500 ? Kind.PASSING : Kind.FINAL;
    };
  }

  /** OperationNotAllowed stands for both a busy cluster and an exhausted quota. */
  private static boolean lasting(ArmAnswer answer) {
    return LASTING_CONFLICTS.contains(answer.errorCode().toLowerCase(Locale.ROOT))
        || answer.errorMessage().toLowerCase(Locale.ROOT).contains("quota");
  }

  private static String message(ArmAnswer answer) {
    String code = answer.errorCode();
    String said = answer.errorMessage();
    String status = "Azure answered " + answer.status() + (code.isEmpty() ? "" : " " + code);
    if (answer.succeeded()) {
      return status + " without a JSON object";
    }
    Matcher missing = MISSING_RIGHT.matcher(said);
    if (answer.status() == 403 && missing.find()) {
      return "%s: the app's identity lacks %s on %s"
          .formatted(status, missing.group(1), missing.group(2));
    }
    if (answer.status() == 401) {
      status += " (the token was not accepted)";
    }
    return said.isEmpty() ? status : status + ": " + PlainText.of(said, LONGEST);
  }
}
