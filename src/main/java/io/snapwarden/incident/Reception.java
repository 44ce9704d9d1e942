package io.snapwarden.incident;

import java.util.function.Consumer;

/**
 * Takes in every message of the queue: what nobody has decided yet is decided before anything is
 * responded to. Safe for use by several threads.
 */
public final class Reception {

  private final LateDecision late;
  private final Responder responder;

  public Reception(LateDecision late, Responder responder) {
    this.late = late;
    this.responder = responder;
  }

  /**
   * Takes in one message.
   *
   * @param lines gets one line of JSON for each thing worth telling an operator
   */
  public void receive(IncidentMessage message, Consumer<String> lines) {
    if (message instanceof IncidentMessage.Undecided undecided) {
      late.decide(undecided, lines).ifPresent(detected -> responder.receive(detected, lines));
    } else {
      responder.receive(message, lines);
    }
  }
}
