package io.snapwarden.storage;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableTransactionAction;
import io.snapwarden.policy.Severity;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketBook;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tickets in a table, a partition for each fingerprint. The row {@code open} is the claim on the
 * fingerprint: it can be inserted only once, and it goes when the ticket is closed.
 */
public final class TableTickets implements TicketBook {

  /** The table's name. */
  public static final String TABLE = "SnapwardenTickets";

  private static final String OPEN = "open";
  private static final String TICKET = "ticket_";
  private static final String COMMENT = "comment_";

  private final Rows rows;

  public TableTickets(TableClient table) {
    this.rows = new Rows(table);
  }

  @Override
  public Optional<Entry> findOpen(String fingerprint) {
    String partition = name(fingerprint);
    return rows.get(partition, OPEN)
        .flatMap(claim -> find(partition + "/" + claim.getProperty("serial")));
  }

  @Override
  public Optional<Entry> find(String reference) {
    return rows.get(partition(reference), TICKET + serial(reference))
        .map(row -> entry(reference, row, comments(reference)));
  }

  @Override
  public Entry open(Ticket ticket, String openedBy) {
    while (true) {
      Optional<Entry> open = findOpen(ticket.fingerprint());
      if (open.isPresent()) {
        return open.get();
      }
      String partition = name(ticket.fingerprint());
      String serial = UUID.randomUUID().toString();
      TableEntity claim = new TableEntity(partition, OPEN).addProperty("serial", serial);
      if (rows.transact(
          List.of(Rows.insert(claim), Rows.insert(row(partition, serial, ticket, openedBy))))) {
        return new Entry(partition + "/" + serial, ticket, openedBy, true, List.of());
      }
    }
  }

  @Override
  public void comment(String reference, Ticket.Comment comment) {
    TableEntity row =
        new TableEntity(partition(reference), commentRow(reference) + name(comment.key()));
    LongText.put(row, comment.text());
    row.addProperty("key", comment.key());
    // A comment with this key is there already if nothing is written: that is what was asked for.
    rows.transact(List.of(Rows.insert(row)));
  }

  @Override
  public void close(String reference) {
    String partition = partition(reference);
    Optional<TableEntity> ticket = rows.get(partition, TICKET + serial(reference));
    Optional<TableEntity> claim =
        rows.get(partition, OPEN)
            .filter(row -> serial(reference).equals(row.getProperty("serial")));
    if (ticket.isEmpty() || claim.isEmpty()) {
      return;
    }
    List<TableTransactionAction> actions = new ArrayList<>();
    actions.add(Rows.replace(ticket.get().addProperty("open", false)));
    actions.add(Rows.delete(claim.get()));
    if (!rows.transact(actions)) {
      close(reference);
    }
  }

  private List<Ticket.Comment> comments(String reference) {
    String from = commentRow(reference);
    return rows.range(partition(reference), from, from + "~").stream()
        .sorted(Comparator.comparing(TableEntity::getTimestamp))
        .map(row -> new Ticket.Comment((String) row.getProperty("key"), LongText.get(row)))
        .toList();
  }

  private static TableEntity row(String partition, String serial, Ticket ticket, String openedBy) {
    TableEntity row = new TableEntity(partition, TICKET + serial);
    LongText.put(row, ticket.body());
    row.addProperty("fingerprint", ticket.fingerprint());
    row.addProperty("title", ticket.title());
    row.addProperty("severity", ticket.severity().text());
    row.addProperty("labels", String.join("\n", ticket.labels()));
    row.addProperty("openedBy", openedBy);
    row.addProperty("open", true);
    return row;
  }

  private static Entry entry(String reference, TableEntity row, List<Ticket.Comment> comments) {
    String labels = (String) row.getProperty("labels");
    return new Entry(
        reference,
        new Ticket(
            (String) row.getProperty("fingerprint"),
            (String) row.getProperty("title"),
            LongText.get(row),
            Severity.parse((String) row.getProperty("severity")).orElseThrow(),
            labels.isEmpty() ? List.of() : Arrays.asList(labels.split("\n"))),
        (String) row.getProperty("openedBy"),
        (Boolean) row.getProperty("open"),
        comments);
  }

  private static String commentRow(String reference) {
    return COMMENT + serial(reference) + "_";
  }

  private static String partition(String reference) {
    return reference.substring(0, reference.indexOf('/'));
  }

  private static String serial(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  /** A key's characters are limited; a hash has none that is forbidden. */
  private static String name(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
