package io.snapwarden.event;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one event turned out to be. */
public sealed interface Reading {

  <T> T fold(
      Function<Write, T> write,
      Function<Unrelated, T> unrelated,
      Function<Unreadable, T> unreadable);

  /** The event's own id, if it could be read: at most 256 characters, and not to be trusted. */
  @Nullable String eventId();

  /** A snapshot was written, or somebody tried. */
  record Write(SnapshotWrite write) implements Reading {
    @Override
    public <T> T fold(
        Function<Write, T> ifWrite,
        Function<Unrelated, T> ifUnrelated,
        Function<Unreadable, T> ifUnreadable) {
      return ifWrite.apply(this);
    }

    @Override
    public String eventId() {
      return write.eventId();
    }
  }

  /** A sound event about something else. */
  record Unrelated(@Nullable String eventId, String reason) implements Reading {
    @Override
    public <T> T fold(
        Function<Write, T> ifWrite,
        Function<Unrelated, T> ifUnrelated,
        Function<Unreadable, T> ifUnreadable) {
      return ifUnrelated.apply(this);
    }
  }

  /** Nothing that can be decided; the reason names the place, as in {@code $.data.resourceUri}. */
  record Unreadable(@Nullable String eventId, String reason) implements Reading {
    @Override
    public <T> T fold(
        Function<Write, T> ifWrite,
        Function<Unrelated, T> ifUnrelated,
        Function<Unreadable, T> ifUnreadable) {
      return ifUnreadable.apply(this);
    }
  }
}
