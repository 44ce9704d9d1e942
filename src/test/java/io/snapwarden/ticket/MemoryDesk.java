package io.snapwarden.ticket;

import io.snapwarden.ticket.text.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A tracker in memory that can be switched off. */
public final class MemoryDesk implements TicketDesk {

  private final String name;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private Supplier<DeskException> down = () -> null;
  private int calls;
  private boolean losing;

  public MemoryDesk(String name) {
    this.name = name;
  }

  /** A ticket as people see it. */
  public static final class Item {
    public final String mark;
    public final Ticket ticket;
    public final List<Note> notes = new ArrayList<>();
    public boolean open = true;

    private Item(String mark, Ticket ticket) {
      this.mark = mark;
      this.ticket = ticket;
    }

    public List<String> texts() {
      return notes.stream().map(note -> new PlainText().write(note.body())).toList();
    }
  }

  public synchronized void goDown(String why) {
    down = () -> DeskException.failed(why);
  }

  public synchronized void askForPatience(Duration retryAfter) {
    down = () -> DeskException.busy("busy", retryAfter);
  }

  /** The next comment is taken, but nobody hears so. */
  public synchronized void loseTheNextAnswer() {
    losing = true;
  }

  public synchronized void comeBack() {
    down = () -> null;
  }

  /** Somebody deletes everything. */
  public synchronized void forget() {
    items.clear();
  }

  public synchronized List<Item> items() {
    return List.copyOf(items.values());
  }

  public synchronized Item item() {
    if (items.size() != 1) {
      throw new AssertionError(items.size() + " tickets at " + name);
    }
    return items().get(0);
  }

  public synchronized int calls() {
    return calls;
  }

  private void call() {
    calls++;
    DeskException failure = down.get();
    if (failure != null) {
      throw failure;
    }
  }

  private Item item(Posted posted) {
    Item item = items.get(posted.reference());
    if (item == null) {
      throw DeskException.gone("there is no " + posted.reference());
    }
    return item;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Optional<Posted> find(String mark) {
    call();
    return items.entrySet().stream()
        .filter(entry -> entry.getValue().mark.equals(mark))
        .map(entry -> new Posted(entry.getKey(), null))
        .findFirst();
  }

  @Override
  public synchronized Posted open(String mark, Ticket ticket) {
    call();
    String reference = name + "-" + (items.size() + 1);
    items.put(reference, new Item(mark, ticket));
    return new Posted(reference, "https://" + name + ".example/" + reference);
  }

  @Override
  public synchronized boolean heard(Posted ticket, String mark) {
    call();
    return item(ticket).notes.stream().anyMatch(note -> note.mark().equals(mark));
  }

  @Override
  public synchronized void comment(Posted ticket, Note note) {
    call();
    item(ticket).notes.add(note);
    if (losing) {
      losing = false;
      throw DeskException.failed("the answer got lost");
    }
  }

  @Override
  public synchronized boolean isOpen(Posted ticket) {
    call();
    return item(ticket).open;
  }

  @Override
  public synchronized void close(Posted ticket, Note why) {
    call();
    item(ticket).open = false;
  }

  @Override
  public synchronized void reopen(Posted ticket, Note why) {
    call();
    item(ticket).open = true;
  }
}
