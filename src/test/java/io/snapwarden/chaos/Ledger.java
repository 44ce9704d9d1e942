package io.snapwarden.chaos;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueMessageEncoding;
import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.storage.AzureStorage;
import io.snapwarden.storage.TableTickets;
import io.snapwarden.ticket.TicketBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The app's storage as its owner sees it: what is in the queues, the tables and the blobs. */
final class Ledger {

  private static final String QUEUE = "snapwarden-incidents";

  private final QueueClient queue;
  private final QueueClient poison;
  private final TableClient ticketRows;
  private final BlobServiceClient blobs;
  private final Incidents incidents;
  private final TicketBook tickets;

  Ledger(String connection) {
    HttpClient http = new JdkHttpClientBuilder().build();
    QueueServiceClient queues =
        new QueueServiceClientBuilder()
            .httpClient(http)
            .connectionString(connection)
            .messageEncoding(QueueMessageEncoding.BASE64)
            .buildClient();
    this.queue = queues.getQueueClient(QUEUE);
    this.poison = queues.getQueueClient(QUEUE + "-poison");
    this.blobs =
        new BlobServiceClientBuilder().httpClient(http).connectionString(connection).buildClient();
    this.ticketRows =
        new TableClientBuilder()
            .httpClient(http)
            .connectionString(connection)
            .tableName(TableTickets.TABLE)
            .buildClient();
    AzureStorage storage =
        new AzureStorage(
            Map.of("AzureWebJobsStorage", connection),
            () -> {
              throw new IllegalStateException("the emulator needs no identity");
            });
    this.incidents = storage.incidents();
    this.tickets = storage.tickets();
    queue.createIfNotExists();
    poison.createIfNotExists();
  }

  void upload(String policy) {
    blobs.createBlobContainerIfNotExists("snapwarden");
    blobs
        .getBlobContainerClient("snapwarden")
        .getBlobClient("policy.json")
        .upload(BinaryData.fromString(policy));
  }

  /** Puts a text where messages are expected. */
  void send(String text) {
    queue.sendMessage(text);
  }

  /** How many messages there are, to be seen now or later. */
  int waiting() {
    return queue.getProperties().getApproximateMessagesCount()
        + poison.getProperties().getApproximateMessagesCount();
  }

  /** Whether there is a message to be worked on now, or an incident that has work to do. */
  boolean busy() {
    if (queue.peekMessage() != null || poison.peekMessage() != null) {
      return true;
    }
    List<Incident> open = new ArrayList<>();
    incidents.each(Set.of(Incident.Status.OPEN), open::add);
    return !open.isEmpty();
  }

  /** Whether there is an incident of this write. */
  boolean knows(Write write) {
    return incidents.onTarget(write.target()).stream()
        .anyMatch(
            incident ->
                incident.cause() instanceof Cause.Violation violation
                    && violation.write().correlationId().equals(write.correlation()));
  }

  List<Incident> incidents() {
    List<Incident> all = new ArrayList<>();
    incidents.each(Set.of(), all::add);
    return all;
  }

  List<JournalEntry> journal(IncidentId id) {
    return incidents.journal(id);
  }

  Optional<TicketBook.Entry> ticket(String reference) {
    return tickets.find(reference);
  }

  /** The fingerprint's partition of every ticket: once for each ticket. */
  List<String> ticketPartitions() {
    ListEntitiesOptions tickets =
        new ListEntitiesOptions().setFilter("RowKey ge 'ticket_' and RowKey lt 'ticket_~'");
    return ticketRows.listEntities(tickets, null, Context.NONE).stream()
        .map(TableEntity::getPartitionKey)
        .toList();
  }
}
