package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Instants;
import io.snapwarden.event.ResourceId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of text that a policy is made of, each read with its own complaint. */
final class Terms {

  private static final int MAX_NOTE = 256;
  private static final int MAX_ID = 64;

  private Terms() {}

  /** A name that is ours to give: of a rule, a response, a desk. */
  static @Nullable String id(@Nullable Value value) {
    String text = text(value);
    Optional<String> id = text != null && isId(text) ? Optional.of(text) : Optional.empty();
    return found(
        value,
        id,
        "must be 1 to 64 lower-case letters, digits and dashes, with no dash at an end, not ");
  }

  /** The id of a rule or a response, which no earlier one of its list may have. */
  static @Nullable String newId(Value owner, Map<String, Place> taken) {
    Value value = owner.require("id");
    String id = id(value);
    if (value == null || id == null) {
      return null;
    }
    Place first = taken.putIfAbsent(id, owner.place());
    if (first != null) {
      value.problem(Quote.of(id) + " is already the id of the one", first);
    }
    return id;
  }

  static @Nullable Guid guid(@Nullable Value value) {
    return found(
        value,
        Guid.parse(text(value)),
        "is not a GUID, as in 11111111-2222-3333-4444-555555555555: ");
  }

  /** The id of something that can have a managed identity: a resource, not a group of them. */
  static @Nullable ResourceId resource(@Nullable Value value) {
    Optional<ResourceId> id = ResourceId.parse(text(value));
    return found(
        value,
        id.isPresent() && isResource(id.get()) ? id : Optional.empty(),
        "is not the id of a resource, as in /subscriptions/<id>/resourceGroups/<group>"
            + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>: ");
  }

  static @Nullable TargetPattern target(@Nullable Value value) {
    String text = text(value);
    if (value == null || text == null) {
      return null;
    }
    Optional<TargetPattern> pattern = TargetPattern.parse(text);
    if (pattern.isEmpty()) {
      value.problem(orElse(TargetPattern.problem(text)));
    }
    return pattern.orElse(null);
  }

  static @Nullable Network network(@Nullable Value value) {
    String text = text(value);
    if (value == null || text == null) {
      return null;
    }
    Optional<Network> network = Network.parse(text);
    if (network.isEmpty()) {
      value.problem(orElse(Network.problem(text)));
    }
    return network.orElse(null);
  }

  static @Nullable Instant instant(@Nullable Value value) {
    String text = text(value);
    return found(
        value,
        text == null ? Optional.empty() : utc(text),
        "is not an instant in UTC, as in 2027-02-01T00:00:00Z: ");
  }

  /** Text for people: an owner, a reason, a label. */
  static @Nullable String note(@Nullable Value value) {
    String text = text(value);
    if (value == null || text == null) {
      return null;
    }
    String problem = noteProblem(text);
    if (problem != null) {
      value.problem(problem);
      return null;
    }
    return text;
  }

  /** One of a few words. */
  static <W extends Word> @Nullable W word(@Nullable Value value, W[] known) {
    String text = word(value, Word.texts(List.of(known)));
    return text == null ? null : Word.find(known, text).orElse(null);
  }

  /** One of a few words. */
  static @Nullable String word(@Nullable Value value, Collection<String> known) {
    String text = text(value);
    if (value == null || text == null || known.contains(text)) {
      return text;
    }
    value.problem("is unknown: " + Quote.of(text) + Spelling.hint(text, known));
    return null;
  }

  private static @Nullable String text(@Nullable Value value) {
    return value == null ? null : value.text();
  }

  /**
   * What was found in a text; a problem if that is nothing.
   *
   * @param expected what the text goes behind
   */
  private static <T> @Nullable T found(@Nullable Value value, Optional<T> found, String expected) {
    if (value != null && value.isText() && found.isEmpty()) {
      value.problem(expected + Quote.of(value.json().getAsString()));
    }
    return found.orElse(null);
  }

  private static boolean isId(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean edge = i == 0 || i == text.length() - 1;
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && (c != '-' || edge)) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_ID;
  }

  private static String orElse(@Nullable String problem) {
    return problem == null ? "cannot be read" : problem;
  }

  private static boolean isResource(ResourceId id) {
    return id.segments().size() >= 8
        && id.segments().get(2).equals("resourcegroups")
        && id.segments().get(4).equals("providers");
  }

  private static Optional<Instant> utc(String text) {
    try {
      return Optional.ofNullable(Instants.usual(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String noteProblem(String text) {
    if (text.isBlank()) {
      return "must not be blank";
    }
    if (text.length() > MAX_NOTE) {
      return "is longer than " + MAX_NOTE + " characters";
    }
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (misleads(c)) {
        return "has control characters, line breaks or marks that turn the direction of text";
      }
    }
    return null;
  }

  /** What could forge lines in a log or a ticket, or show text in another order than it has. */
  private static boolean misleads(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    };
  }
}
