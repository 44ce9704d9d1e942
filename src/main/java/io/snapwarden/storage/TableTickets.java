package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import com.google.gson.JsonObject;
import io.snapwarden.event.Hash;
import io.snapwarden.storage.Rows.Written;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

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
  private static final String UNSETTLED = "unsettled";

  private final Rows rows;

  public TableTickets(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Entry> findOpen(String fingerprint) {
    String partition = Hash.hex(fingerprint);
    return rows.get(partition, CLAIM)
        .flatMap(claim -> find(new TicketKey(partition, Rows.string(claim, "serial"))));
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
        .map(row -> Rows.string(row, OPENED_BY))
        .orElseThrow(() -> missing(text));
  }

  @Override
  public Entry open(Ticket ticket, String openedBy) {
    String partition = Hash.hex(ticket.fingerprint());
    for (int i = 0; i < TRIES; i++) {
      TicketKey reference = new TicketKey(partition, UUID.randomUUID().toString());
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

  private boolean open(TicketKey reference, Ticket ticket, String openedBy) {
    TableEntity row = new TableEntity(reference.partition(), reference.ticketRow());
    JsonText.put(row, TicketJson.write(ticket));
    row.addProperty(OPENED_BY, openedBy);
    row.addProperty(OPEN, true);
    row.addProperty(UNSETTLED, Unsettled.of(openedBy).text());
    return rows.transact(List.of(Rows.insert(claimBy(reference)), Rows.insert(row)))
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

  @Override
  public void unsettle(String reference, String incident) {
    change(
        existing(reference),
        (row, unsettled) -> {
          unsettled.add(incident);
          return true;
        });
  }

  @Override
  public void settle(String reference, String incident, boolean close) {
    change(
        existing(reference),
        (row, unsettled) -> {
          unsettled.remove(incident);
          boolean open = Boolean.TRUE.equals(row.getProperty(OPEN));
          return open && !(close && unsettled.none());
        });
  }

  /** Changes who is to be attended to, and says whether the ticket is open then. */
  private void change(TicketKey reference, BiPredicate<TableEntity, Unsettled> whetherOpen) {
    for (int i = 0; i < TRIES; i++) {
      TableEntity row =
          rows.get(reference.partition(), reference.ticketRow(), List.of(OPEN, UNSETTLED))
              .orElseThrow(() -> missing(reference.text()));
      Unsettled unsettled = Unsettled.parse(Rows.string(row, UNSETTLED));
      boolean open = whetherOpen.test(row, unsettled);
      TableEntity changed = new TableEntity(reference.partition(), reference.ticketRow());
      changed.addProperty(OPEN, open);
      changed.addProperty(UNSETTLED, unsettled.text());
      List<TableTransactionAction> actions = new ArrayList<>();
      actions.add(Rows.update(changed, row.getETag()));
      claim(reference, open).ifPresent(actions::add);
      if (rows.transact(actions) == Written.DONE) {
        return;
      }
    }
    throw new IllegalStateException("ticket " + reference.text() + " is changed all the time");
  }

  /**
   * An open ticket claims its fingerprint, unless another does; a closed one gives its claim up.
   */
  private Optional<TableTransactionAction> claim(TicketKey reference, boolean open) {
    Optional<TableEntity> claim = rows.get(reference.partition(), CLAIM);
    if (open) {
      return claim.isPresent() ? Optional.empty() : Optional.of(Rows.insert(claimBy(reference)));
    }
    return claim
        .filter(row -> Rows.string(row, "serial").equals(reference.serial()))
        .map(Rows::delete);
  }

  private static TableEntity claimBy(TicketKey reference) {
    TableEntity claim = new TableEntity(reference.partition(), CLAIM);
    claim.addProperty("serial", reference.serial());
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
    JsonObject json = JsonText.parsed(row).getAsJsonObject();
    return new Entry(
        reference.text(),
        TicketJson.ticket(json),
        Rows.string(row, OPENED_BY),
        Boolean.TRUE.equals(row.getProperty(OPEN)),
        said);
  }
}
