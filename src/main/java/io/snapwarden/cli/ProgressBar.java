package io.snapwarden.cli;

import io.snapwarden.backtest.Download;

/** How far a download has come, on one line of a terminal; elsewhere only what must be said. */
final class ProgressBar implements Download.Watcher {

  private static final int WIDTH = 30;

  private final Surroundings surroundings;
  private boolean drawn;

  ProgressBar(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void at(double share, long records) {
    if (!surroundings.watched()) {
      return;
    }
    int done = (int) Math.round(share * WIDTH);
    draw(
        "reading the Activity Log [%s%s] %3d%%  %s"
            .formatted(
                "#".repeat(done),
                ".".repeat(WIDTH - done),
                Math.round(share * 100),
                Count.of(records, "record")));
    drawn = true;
  }

  @Override
  public void says(String message) {
    end();
    surroundings.say(message);
  }

  /** Takes the line away. */
  void end() {
    if (drawn) {
      draw("");
      drawn = false;
    }
  }

  private void draw(String text) {
    surroundings.err().print("\r" + text + "\u001b[K" + (text.isEmpty() ? "\r" : ""));
    surroundings.err().flush();
  }
}
