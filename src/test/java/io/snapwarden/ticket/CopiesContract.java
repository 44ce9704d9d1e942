package io.snapwarden.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.incident.AtOnce;
import io.snapwarden.ticket.Copies.Stored;
import io.snapwarden.ticket.Copy.Lease;
import io.snapwarden.ticket.Copy.Trouble;
import io.snapwarden.ticket.TicketDesk.Posted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What everything does that keeps what desks were told. */
public abstract class CopiesContract {

  private static final Instant NOW = Instant.parse("2026-11-01T08:00:00.123456789Z");

  private final Copies copies = copies();

  /** The store under test, without anything in it. */
  protected abstract Copies copies();

  private static String ticket() {
    return "ab".repeat(32) + "/" + UUID.randomUUID();
  }

  @Test
  void a_copy_comes_back_as_it_was_saved() {
    Copy full =
        Copy.fresh(ticket(), "azure-devops")
            .with(
                draft -> {
                  draft.posted = new Posted("12", "https://example.com/12");
                  draft.tried = true;
                  draft.open = false;
                  draft.ownTold = "incident-1/2/contained";
                  draft.othersTold = 17;
                  draft.toldAt = NOW;
                  draft.saying = "snapwarden-1";
                  draft.sayingTo = 21;
                  draft.trouble = new Trouble(NOW, 3, "no \u202E<'\"\u0000", true);
                  draft.due = NOW.plusSeconds(1);
                  draft.lease = new Lease("holder", NOW.plusSeconds(2));
                });

    Stored saved = copies.save(null, full).orElseThrow();

    assertThat(saved.copy()).isEqualTo(full);
    assertThat(copies.find(full.ticket(), "azure-devops").orElseThrow().copy()).isEqualTo(full);
    assertThat(copies.find(full.ticket(), "github")).isEmpty();
    assertThat(copies.find("nothing", "github")).isEmpty();
  }

  @Test
  void a_fresh_copy_comes_back_too() {
    Copy fresh = Copy.fresh(ticket(), "jira");

    assertThat(copies.save(null, fresh).map(Stored::copy)).contains(fresh);
  }

  @Test
  void who_saves_from_an_old_state_saves_nothing() {
    Copy fresh = Copy.fresh(ticket(), "jira");
    Stored old = copies.save(null, fresh).orElseThrow();
    Stored current = copies.save(old, fresh.with(draft -> draft.saying = "current")).orElseThrow();

    Optional<Stored> late = copies.save(old, fresh.with(draft -> draft.saying = "late"));

    assertThat(late).isEmpty();
    assertThat(copies.find(fresh.ticket(), "jira").orElseThrow().copy()).isEqualTo(current.copy());
  }

  @Test
  void of_eight_who_take_it_at_once_one_gets_it() {
    Copy fresh = Copy.fresh(ticket(), "jira");
    Stored free = copies.save(null, fresh).orElseThrow();

    List<Optional<Stored>> taken =
        AtOnce.times(
            8,
            i ->
                copies.save(
                    free, fresh.with(draft -> draft.lease = new Lease("holder " + i, NOW))));

    assertThat(taken.stream().filter(Optional::isPresent)).hasSize(1);
  }

  @Test
  void those_of_one_ticket_and_those_of_all_are_listed() {
    String ticket = ticket();
    copies.save(null, Copy.fresh(ticket, "jira"));
    copies.save(null, Copy.fresh(ticket, "github"));
    copies.save(null, Copy.fresh(ticket(), "github"));

    List<Copy> all = new ArrayList<>();
    copies.each(all::add);

    assertThat(copies.of(ticket)).extracting(Copy::desk).containsExactly("github", "jira");
    assertThat(copies.of("nothing")).isEmpty();
    assertThat(all).hasSize(3);
  }
}
