package io.snapwarden.policy;

/**
 * Something wrong in a policy document, or worth a second look.
 *
 * @param path the JSON path, as in {@code $.allow[0].callers[1].application}
 * @param line counted from 1
 * @param column counted from 1
 * @param message what is wrong and how to mend it
 */
public record Problem(String path, int line, int column, String message) {

  @Override
  public String toString() {
    return "line " + line + ", column " + column + ", " + path + ": " + message;
  }
}
