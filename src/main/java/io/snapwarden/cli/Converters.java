package io.snapwarden.cli;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads the words of a command line, and says what is expected where one makes no sense. */
final class Converters {

  private static final Pattern SPAN = Pattern.compile("([0-9]{1,6})([mhd])");
  private static final Pattern END = Pattern.compile("([0-9]{1,9}):([0-9a-f]{64})");

  private Converters() {}

  static CommandLine register(CommandLine command) {
    return command
        .registerConverter(Guid.class, Converters::guid)
        .registerConverter(Duration.class, Converters::span)
        .registerConverter(Incident.Status.class, Converters::status)
        .registerConverter(JournalHead.class, Converters::end)
        .registerConverter(Mode.class, Converters::mode)
        .registerConverter(ResourceId.class, Converters::snapshot);
  }

  private static Guid guid(String text) {
    return Guid.parse(text)
        .orElseThrow(() -> wrong(text, "a GUID, as in 33333333-3333-3333-3333-333333333333"));
  }

  private static Duration span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw wrong(text, "a span of time, as in 30m, 24h or 7d");
    }
    long number = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Mode mode(String text) {
    return Mode.parse(text)
        .orElseThrow(
            () ->
                wrong(
                    text,
                    "a mode: take one of "
                        + String.join(", ", Word.texts(List.of(Mode.values())))));
  }

  private static Incident.Status status(String text) {
    return Incident.Status.parse(text)
        .orElseThrow(
            () ->
                wrong(
                    text,
                    "a status: take one of "
                        + String.join(", ", Word.texts(List.of(Incident.Status.values())))));
  }

  private static JournalHead end(String text) {
    Matcher end = END.matcher(text);
    if (!end.matches()) {
      throw wrong(text, "the end of a journal, as in the log: its number, a colon and its hash");
    }
    return new JournalHead(Integer.parseInt(end.group(1)), end.group(2));
  }

  private static ResourceId snapshot(String text) {
    return ResourceId.parse(text)
        .filter(id -> Arrays.stream(SnapshotKind.values()).anyMatch(kind -> kind.isIdOf(id)))
        .orElseThrow(
            () ->
                wrong(
                    text,
                    "a snapshot's resource id, as in /subscriptions/…/resourceGroups/…"
                        + "/providers/Microsoft.ContainerService/snapshots/…"));
  }

  private static TypeConversionException wrong(String text, String expected) {
    return new TypeConversionException("\"%s\" is not %s".formatted(text, expected));
  }
}
