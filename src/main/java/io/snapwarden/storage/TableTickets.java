package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.google.gson.JsonObject;
import io.snapwarden.event.Hash;
import io.snapwarden.storage.Rows.Written;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tickets in a table, a partition for each fingerprint. The row {@code open} is the claim on the
 * fingerprint: it can be inserted only once, and it goes when the ticket is closed.
 */
public final class TableTickets implements TicketBook {

  /** The table's name. */
  public static final String TABLE = "SnapwardenTickets";

  /** So many others would have to open and close the same ticket while we try. */
  private static final int TRIES = 10;

  private static final String CLAIM = "open";
  private static final String OPEN = "open";

  private final Rows rows;

  public TableTickets(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Entry> findOpen(String fingerprint) {
    String partition = Hash.hex(fingerprint);
    return rows.get(partition, CLAIM)
        .flatMap(claim -> find(new Reference(partition, Rows.string(claim, "serial"))));
  }

  @Override
  public Optional<Entry> find(String reference) {
    return Reference.parse(reference).flatMap(this::find);
  }

  private Optional<Entry> find(Reference reference) {
    return rows.get(reference.partition(), reference.ticketRow())
        .map(row -> entry(reference, row, comments(reference)));
  }

  @Override
  public Entry open(Ticket ticket, String openedBy) {
    String partition = Hash.hex(ticket.fingerprint());
    for (int i = 0; i < TRIES; i++) {
      Reference reference = new Reference(partition, UUID.randomUUID().toString());
      if (open(reference, ticket, openedBy)) {
        return new Entry(reference.text(), ticket, openedBy, true, List.of());
      }
      Optional<Entry> open = findOpen(ticket.fingerprint());
      if (open.isPresent()) {
        return open.get();
      }
    }
    throw new IllegalStateException(
        "the ticket of partition %s can be neither opened nor found open".formatted(partition));
  }

  private boolean open(Reference reference, Ticket ticket, String openedBy) {
    TableEntity claim = new TableEntity(reference.partition(), CLAIM);
    claim.addProperty("serial", reference.serial());
    TableEntity row = new TableEntity(reference.partition(), reference.ticketRow());
    JsonText.put(row, TicketJson.write(ticket, openedBy));
    row.addProperty(OPEN, true);
    return rows.transact(List.of(Rows.insert(claim), Rows.insert(row))) == Written.DONE;
  }

  /** The ticket's row takes part only to make sure that there is one. */
  @Override
  public void comment(String text, Ticket.Comment comment) {
    Reference reference = existing(text);
    TableEntity ticket = new TableEntity(reference.partition(), reference.ticketRow());
    TableEntity row =
        new TableEntity(reference.partition(), reference.commentRows() + Hash.hex(comment.key()));
    JsonObject json = new JsonObject();
    json.addProperty("key", comment.key());
    json.addProperty("text", comment.text());
    JsonText.put(row, json.toString());
    Written written = rows.transact(List.of(Rows.update(ticket), Rows.insert(row)));
    if (written == Written.MISSING) {
      throw missing(text);
    }
  }

  @Override
  public void close(String text) {
    Reference reference = existing(text);
    TableEntity ticket = new TableEntity(reference.partition(), reference.ticketRow());
    ticket.addProperty(OPEN, false);
    for (int i = 0; i < TRIES; i++) {
      Optional<TableEntity> claim =
          rows.get(reference.partition(), CLAIM)
              .filter(row -> Rows.string(row, "serial").equals(reference.serial()));
      if (claim.isEmpty()) {
        if (rows.get(reference.partition(), reference.ticketRow(), List.of(OPEN)).isEmpty()) {
          throw missing(text);
        }
        return;
      }
      if (rows.transact(List.of(Rows.update(ticket), Rows.delete(claim.get()))) == Written.DONE) {
        return;
      }
    }
    throw new IllegalStateException("ticket " + text + " cannot be closed");
  }

  private static Reference existing(String reference) {
    return Reference.parse(reference).orElseThrow(() -> missing(reference));
  }

  private static IllegalArgumentException missing(String reference) {
    return new IllegalArgumentException("there is no ticket " + reference);
  }

  private List<Ticket.Comment> comments(Reference reference) {
    return rows.startingWith(reference.partition(), reference.commentRows()).stream()
        .sorted(Comparator.comparing(TableEntity::getTimestamp))
        .map(
            row -> {
              JsonObject json = JsonText.parsed(row).getAsJsonObject();
              return new Ticket.Comment(
                  json.get("key").getAsString(), json.get("text").getAsString());
            })
        .toList();
  }

  private static Entry entry(Reference reference, TableEntity row, List<Ticket.Comment> comments) {
    JsonObject json = JsonText.parsed(row).getAsJsonObject();
    return new Entry(
        reference.text(),
        TicketJson.ticket(json),
        TicketJson.openedBy(json),
        Boolean.TRUE.equals(row.getProperty(OPEN)),
        comments);
  }

  /** A partition and what is unique within it. */
  private record Reference(String partition, String serial) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})/([0-9a-f-]{36})");

    static Optional<Reference> parse(String text) {
      return Optional.of(FORM.matcher(text))
          .filter(Matcher::matches)
          .map(parts -> new Reference(parts.group(1), parts.group(2)));
    }

    String text() {
      return partition + "/" + serial;
    }

    String ticketRow() {
      return "ticket_" + serial;
    }

    String commentRows() {
      return "comment_" + serial + "_";
    }
  }
}
