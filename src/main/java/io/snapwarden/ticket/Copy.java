package io.snapwarden.ticket;

import io.snapwarden.policy.Word;
import io.snapwarden.ticket.TicketDesk.Posted;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A ledger's ticket at another desk: what the desk was told, and what is still to be told.
 *
 * @param ticket its reference in the ledger
 * @param desk as in a policy's {@code ticket.desk}
 * @param posted what it is at the desk; null until that is known
 * @param tried whether the desk may have been asked to open it: then it is looked for first
 * @param open whether the desk was told last that it is open
 * @param ownTold the key of the last comment told about the incident that opened it; empty at first
 * @param othersTold how many of the comments about other incidents were told
 * @param toldAt when it was last told about others; null before
 * @param saying the mark of what is being told: after a lost answer it is looked for first; empty
 *     if nothing is
 * @param sayingTo what {@code othersTold} will be once that is told
 * @param trouble what keeps the desk from being told; null if nothing does
 * @param due when somebody comes back to it; null if nobody needs to
 * @param lease who works on it now; null if nobody does
 */
public record Copy(
    String ticket,
    String desk,
    @Nullable Posted posted,
    boolean tried,
    boolean open,
    String ownTold,
    int othersTold,
    @Nullable Instant toldAt,
    String saying,
    int sayingTo,
    @Nullable Trouble trouble,
    @Nullable Instant due,
    @Nullable Lease lease) {

  /** One of which nothing was told yet. */
  static Copy fresh(String ticket, String desk) {
    return new Copy(ticket, desk, null, false, true, "", 0, null, "", 0, null, null, null);
  }

  /**
   * A desk that cannot be told.
   *
   * @param since when it failed first, in a row
   * @param tries how often since then
   * @param gaveUp whether nobody tries any more until there is news
   */
  public record Trouble(Instant since, int tries, String problem, boolean gaveUp) {}

  /** Somebody's right to work on it, until then. */
  public record Lease(String holder, Instant until) {}

  /** How it stands. */
  public enum State implements Word {
    /** The desk knows all that it should know now. */
    TOLD,
    /** The desk is still to be told something. */
    WAITING,
    /** The desk cannot be told, and is tried again. */
    FAILING,
    /** The desk could not be told for a day. */
    FAILED
  }

  public State state() {
    if (trouble != null) {
      return trouble.gaveUp() ? State.FAILED : State.FAILING;
    }
    return posted == null || due != null ? State.WAITING : State.TOLD;
  }

  /** The same with some things changed. */
  Copy with(Consumer<Draft> changes) {
    Draft draft = new Draft(this);
    changes.accept(draft);
    return draft.done();
  }

  /** A copy while it is being changed. */
  static final class Draft {
    private final Copy from;
    @Nullable Posted posted;
    boolean tried;
    boolean open;
    String ownTold;
    int othersTold;
    @Nullable Instant toldAt;
    String saying;
    int sayingTo;
    @Nullable Trouble trouble;
    @Nullable Instant due;
    @Nullable Lease lease;

    private Draft(Copy from) {
      this.from = from;
      this.posted = from.posted;
      this.tried = from.tried;
      this.open = from.open;
      this.ownTold = from.ownTold;
      this.othersTold = from.othersTold;
      this.toldAt = from.toldAt;
      this.saying = from.saying;
      this.sayingTo = from.sayingTo;
      this.trouble = from.trouble;
      this.due = from.due;
      this.lease = from.lease;
    }

    private Copy done() {
      return new Copy(
          from.ticket,
          from.desk,
          posted,
          tried,
          open,
          ownTold,
          othersTold,
          toldAt,
          saying,
          sayingTo,
          trouble,
          due,
          lease);
    }
  }
}
