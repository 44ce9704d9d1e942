package io.snapwarden.cli;

import io.snapwarden.azure.SignedIn;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Operations;
import io.snapwarden.storage.StorageFault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Why a command cannot go on, in words for the person who ran it. */
final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String explanation;

  private Failure(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
    this.explanation = message;
  }

  /** The person can mend it. */
  static Failure badInput(String message) {
    return new Failure(ExitCode.USAGE, message, null);
  }

  /** Something around the tool broke. */
  static Failure broken(String message, Throwable cause) {
    return new Failure(ExitCode.SOFTWARE, message, cause);
  }

  /** What a person can be told of an exception; null if it is a bug of the tool. */
  static @Nullable Failure of(Exception e) {
    if (e instanceof Failure failure) {
      return failure;
    }
    if (e instanceof Operations.RefusedException) {
      return badInput(String.valueOf(e.getMessage()));
    }
    if (e instanceof SignedIn.NobodyException || e instanceof DamagedException) {
      return broken(String.valueOf(e.getMessage()), e);
    }
    return null;
  }

  /** The same for a command that works on the storage; elsewhere a broken line is another one. */
  static @Nullable Failure onStorage(Exception e) {
    return StorageFault.explain(e).map(fault -> broken(fault, e)).orElse(null);
  }

  /** Somebody else did something in between; the person can look, and try again. */
  static Failure overtaken(String message) {
    return new Failure(ExitCode.SOFTWARE, message, null);
  }

  /** For the person, one line for each fault. */
  String explanation() {
    return explanation;
  }

  int exitCode() {
    return exitCode;
  }
}
