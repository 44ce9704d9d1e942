package io.snapwarden.incident;

import java.util.function.Consumer;

/**
 * Takes in every message of the queue: what nobody has decided yet is decided before anything is
 * responded to, and news of a ticket goes to its desk. Safe for use by several threads.
 */
public final class Reception {

  private final LateDecision late;
  private final Responder responder;
  private final DeskNews desks;

  public Reception(LateDecision late, Responder responder, DeskNews desks) {
    this.late = late;
    this.responder = responder;
    this.desks = desks;
  }

  /**
   * Takes in one message.
   *
   * @param lines gets one line of JSON for each thing worth telling an operator
   */
  public void receive(IncidentMessage message, Consumer<String> lines) {
    if (message instanceof IncidentMessage.Undecided undecided) {
      late.decide(undecided, lines).ifPresent(detected -> responder.receive(detected, lines));
    } else if (message instanceof IncidentMessage.Tell news) {
      desks.bring(news, lines);
    } else {
      responder.receive(message, lines);
    }
  }
}
