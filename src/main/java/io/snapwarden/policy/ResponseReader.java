package io.snapwarden.policy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads responses one by one, and keeps them. */
final class ResponseReader implements PolicyDocument.Entries {

  private static final Set<String> KEYS =
      Set.of("id", "when", "mode", "remediations", "ticket", "approval");
  private static final Set<String> WHEN_KEYS = Set.of("targets", "violations");
  private static final Set<String> TICKET_KEYS = Set.of("desk", "severity", "labels");
  private static final Set<String> APPROVAL_KEYS = Set.of("expiresAfterHours");

  /** A response goes through a queue, whose messages end at 64 KB, with all else about a write. */
  private static final int MAX_BYTES = 16 * 1024;

  private static final int MAX_LABELS = 20;
  private static final int MAX_EXPIRY_HOURS = 168;

  private final RemediationReader remediations;
  private final Map<String, Place> ids = new HashMap<>();
  private final List<ResponseRule> responses = new ArrayList<>();
  private @Nullable Place catchAll;

  ResponseReader(RemediationCatalog catalog) {
    this.remediations = new RemediationReader(catalog);
  }

  /** All that could be read. */
  List<ResponseRule> responses() {
    return responses;
  }

  boolean hasCatchAll() {
    return catchAll != null;
  }

  @Override
  public void read(Value value) {
    if (!value.isObject(KEYS)) {
      return;
    }
    if (value.json().toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      value.problem("is larger than " + MAX_BYTES + " bytes, too large to go through a queue");
    }
    if (catchAll != null) {
      value.problem("can never match: everything goes to the one with an empty \"when\"", catchAll);
    }
    String id = id(value);
    When when = when(value);
    Mode mode = mode(value);
    List<RemediationChoice> choices = remediations.read(value.get("remediations"));
    TicketChoice ticket = ticket(value.get("ticket"));
    Duration approvalExpires = approvalExpires(value.get("approval"));
    if (id != null && mode != null) {
      responses.add(
          new ResponseRule(
              id, when.targets, when.violations, mode, choices, ticket, approvalExpires));
    }
  }

  private @Nullable String id(Value response) {
    String id = Terms.newId(response, ids);
    Value value = response.get("id");
    if (value != null && id != null && id.equals(ResponseRule.BUILT_IN.id())) {
      value.problem(Quote.of(id) + " is the id of what counts where no response matches");
    }
    return id;
  }

  private record When(List<TargetPattern> targets, Set<ViolationCode> violations) {}

  private When when(Value response) {
    Value value = response.require("when");
    if (value == null || !value.isObject(WHEN_KEYS)) {
      return new When(List.of(), Set.of());
    }
    if (catchAll == null && value.isEmpty()) {
      catchAll = response.place();
    }
    return new When(value.someOf("targets", Terms::target), codes(value.get("violations")));
  }

  private static Set<ViolationCode> codes(@Nullable Value value) {
    return value == null
        ? Set.of()
        : Set.copyOf(value.someOf(code -> Terms.word(code, ViolationCode.values())));
  }

  private static @Nullable Mode mode(Value response) {
    Value value = response.require("mode");
    Mode mode = Terms.word(value, Mode.values());
    if (value == null || mode == null) {
      return null;
    }
    Value remediations = response.get("remediations");
    if (mode.compareTo(Mode.APPROVE) >= 0 && (remediations == null || remediations.isEmpty())) {
      value.problem("needs at least one entry in \"remediations\"");
    }
    return mode;
  }

  private static TicketChoice ticket(@Nullable Value value) {
    if (value == null || !value.isObject(TICKET_KEYS)) {
      return TicketChoice.DEFAULT;
    }
    List<String> desks = desks(value.get("desk"));
    Severity severity = Terms.word(value.get("severity"), Severity.values());
    Value labels = value.get("labels");
    List<String> read = labels == null ? List.of() : labels.listOf(Terms::note);
    if (labels != null && read.size() > MAX_LABELS) {
      labels.problem("has more than " + MAX_LABELS + " entries");
    }
    return new TicketChoice(
        desks.isEmpty() ? TicketChoice.DEFAULT.desks() : desks,
        severity == null ? TicketChoice.DEFAULT.severity() : severity,
        read);
  }

  /** One desk, or a list of them. */
  private static List<String> desks(@Nullable Value value) {
    if (value == null) {
      return List.of();
    }
    if (value.isText()) {
      String desk = desk(value);
      return desk == null ? List.of() : List.of(desk);
    }
    return value.someOf(ResponseReader::desk);
  }

  /** One that there is not may be a slip; it would leave the ticket in the ledger. */
  private static @Nullable String desk(Value value) {
    String desk = Terms.id(value);
    if (desk != null && !TicketChoice.KNOWN.contains(desk)) {
      value.warn(
          "there is no such desk, so the ticket would stay in the ledger"
              + Spelling.hint(desk, TicketChoice.KNOWN));
    }
    return desk;
  }

  private static Duration approvalExpires(@Nullable Value value) {
    if (value == null || !value.isObject(APPROVAL_KEYS)) {
      return ResponseRule.APPROVAL_EXPIRES;
    }
    Value hours = value.get("expiresAfterHours");
    Integer read = hours == null ? null : hours.whole(1, MAX_EXPIRY_HOURS);
    return read == null ? ResponseRule.APPROVAL_EXPIRES : Duration.ofHours(read);
  }
}
