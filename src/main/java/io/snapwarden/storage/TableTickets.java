package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import io.snapwarden.event.Hash;
import io.snapwarden.storage.Rows.Written;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tickets in a table, a partition for each fingerprint. The row {@code open} is the claim on the
 * fingerprint: it can be inserted only once, and it goes when the ticket is closed. What other
 * desks were told of a ticket stands beside it ({@link TableCopies}).
 */
public final class TableTickets implements TicketBook {

  /** The table's name. */
  public static final String TABLE = "SnapwardenTickets";

  /** So many others would have to open and close the same ticket while we try. */
  private static final int TRIES = 10;

  private static final String CLAIM = "open";
  private static final String OPEN = "open";
  private static final String OPENED_BY = "openedBy";
  private static final String SERIAL = "serial";

  private final Rows rows;

  public TableTickets(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Opened> findOpen(String fingerprint) {
    String partition = Hash.hex(fingerprint);
    return rows.get(partition, CLAIM)
        .map(claim -> new TicketKey(partition, Rows.string(claim, SERIAL)))
        .flatMap(
            reference ->
                rows.get(partition, reference.ticketRow())
                    .map(row -> new Opened(reference.text(), ticket(row), openedBy(row))));
  }

  @Override
  public Optional<Entry> find(String reference) {
    return TicketKey.parse(reference).flatMap(this::find);
  }

  private Optional<Entry> find(TicketKey reference) {
    return rows.get(reference.partition(), reference.ticketRow())
        .map(row -> entry(reference, row, said(reference)));
  }

  @Override
  public String openedBy(String text) {
    TicketKey reference = existing(text);
    return rows.get(reference.partition(), reference.ticketRow(), List.of(OPENED_BY))
        .map(TableTickets::openedBy)
        .orElseThrow(() -> missing(text));
  }

  @Override
  public Opened open(Ticket ticket, String openedBy) {
    String partition = Hash.hex(ticket.fingerprint());
    for (int i = 0; i < TRIES; i++) {
      TicketKey reference = new TicketKey(partition, UUID.randomUUID().toString());
      if (open(reference, ticket, openedBy)) {
        return new Opened(reference.text(), ticket, openedBy);
      }
      Optional<Opened> open = findOpen(ticket.fingerprint());
      if (open.isPresent()) {
        return open.get();
      }
    }
    throw new IllegalStateException(
        "the ticket of partition %s can be neither opened nor found open".formatted(partition));
  }

  private boolean open(TicketKey reference, Ticket ticket, String openedBy) {
    TableEntity row = new TableEntity(reference.partition(), reference.ticketRow());
    JsonText.put(row, TicketJson.write(ticket));
    row.addProperty(OPENED_BY, openedBy);
    row.addProperty(OPEN, true);
    return rows.transact(
            List.of(
                Rows.insert(claimBy(reference)),
                Rows.insert(row),
                Rows.insert(attend(reference, openedBy))))
        == Written.DONE;
  }

  /** The ticket's row takes part only to make sure that there is one. */
  @Override
  public void comment(String text, Ticket.Comment comment) {
    TicketKey reference = existing(text);
    TableEntity ticket = new TableEntity(reference.partition(), reference.ticketRow());
    TableEntity row =
        new TableEntity(reference.partition(), reference.commentRows() + Hash.hex(comment.key()));
    JsonText.put(row, TicketJson.write(comment));
    Written written = rows.transact(List.of(Rows.update(ticket), Rows.insert(row)));
    if (written == Written.MISSING) {
      throw missing(text);
    }
  }

  /**
   * Each incident has a row of its own, and nobody's version is asked for: those of a storm are
   * noted side by side. The claim takes part so that a ticket which is closed meanwhile claims its
   * fingerprint again.
   */
  @Override
  public void unsettle(String text, String incident) {
    TicketKey reference = existing(text);
    TableEntity ticket = new TableEntity(reference.partition(), reference.ticketRow());
    ticket.addProperty(OPEN, true);
    for (int i = 0; i < TRIES; i++) {
      status(reference);
      TableTransactionAction claim =
          claim(reference).isPresent()
              ? Rows.update(new TableEntity(reference.partition(), CLAIM))
              : Rows.insert(claimBy(reference));
      if (rows.transact(List.of(Rows.update(ticket), claim, Rows.put(attend(reference, incident))))
          == Written.DONE) {
        return;
      }
    }
    throw busy(reference);
  }

  /** Whoever takes away the last incident finds none left, so somebody does and closes it. */
  @Override
  public void settle(String text, String incident, boolean close) {
    TicketKey reference = existing(text);
    status(reference);
    rows.transact(List.of(Rows.remove(attend(reference, incident))));
    if (close) {
      closeIfSettled(reference);
    }
  }

  private void closeIfSettled(TicketKey reference) {
    for (int i = 0; i < TRIES; i++) {
      // Read before the incidents: one that is noted after they were counted changes it.
      TableEntity row = status(reference);
      if (!Boolean.TRUE.equals(row.getProperty(OPEN))
          || rows.any(reference.partition(), reference.attendRows())) {
        return;
      }
      TableEntity closed = new TableEntity(reference.partition(), reference.ticketRow());
      closed.addProperty(OPEN, false);
      List<TableTransactionAction> actions = new ArrayList<>();
      actions.add(Rows.update(closed, row.getETag()));
      claim(reference)
          .filter(claim -> Rows.string(claim, SERIAL).equals(reference.serial()))
          .map(Rows::delete)
          .ifPresent(actions::add);
      if (rows.transact(actions) == Written.DONE) {
        return;
      }
    }
    throw busy(reference);
  }

  private TableEntity status(TicketKey reference) {
    return rows.get(reference.partition(), reference.ticketRow(), List.of(OPEN))
        .orElseThrow(() -> missing(reference.text()));
  }

  private Optional<TableEntity> claim(TicketKey reference) {
    return rows.get(reference.partition(), CLAIM);
  }

  /** The row that says that people must attend to an incident. */
  private static TableEntity attend(TicketKey reference, String incident) {
    return new TableEntity(reference.partition(), reference.attendRows() + Hash.hex(incident));
  }

  private static IllegalStateException busy(TicketKey reference) {
    return new IllegalStateException("ticket " + reference.text() + " is changed all the time");
  }

  private static TableEntity claimBy(TicketKey reference) {
    TableEntity claim = new TableEntity(reference.partition(), CLAIM);
    claim.addProperty(SERIAL, reference.serial());
    return claim;
  }

  private static TicketKey existing(String reference) {
    return TicketKey.parse(reference).orElseThrow(() -> missing(reference));
  }

  private static IllegalArgumentException missing(String reference) {
    return new IllegalArgumentException("there is no ticket " + reference);
  }

  private List<Said> said(TicketKey reference) {
    return rows.startingWith(reference.partition(), reference.commentRows()).stream()
        .sorted(Comparator.comparing(TableEntity::getTimestamp))
        .map(
            row ->
                new Said(
                    TicketJson.comment(JsonText.parsed(row).getAsJsonObject()),
                    row.getTimestamp().toInstant()))
        .toList();
  }

  private static Entry entry(TicketKey reference, TableEntity row, List<Said> said) {
    return new Entry(
        reference.text(),
        ticket(row),
        openedBy(row),
        Boolean.TRUE.equals(row.getProperty(OPEN)),
        said);
  }

  private static Ticket ticket(TableEntity row) {
    return TicketJson.ticket(JsonText.parsed(row).getAsJsonObject());
  }

  private static String openedBy(TableEntity row) {
    return Rows.string(row, OPENED_BY);
  }
}
