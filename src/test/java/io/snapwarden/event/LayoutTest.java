package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However a file is laid out, each event in it is read, and no more is held than one. */
@Tag("gson")
class LayoutTest {

  private static final String LINE = EventTexts.eventGrid().toString();
  private static final String PRETTY =
      new GsonBuilder().setPrettyPrinting().create().toJson(EventTexts.eventGrid());

  /** W for a write, U for something unreadable, - for something unrelated. */
  private static String read(String text) throws IOException {
    List<String> kinds = new ArrayList<>();
    new EventReader()
        .readAll(
            new StringReader(text),
            reading -> kinds.add(reading.fold(write -> "W", unrelated -> "-", unreadable -> "U")));
    return String.join("", kinds);
  }

  @Test
  void a_broken_line_does_not_stop_the_others() throws IOException {
    assertThat(read("nonsense\n" + LINE + "\n" + LINE)).isEqualTo("UWW");
    assertThat(read(LINE + "\n{\"id\":\n" + LINE)).isEqualTo("WUW");
    assertThat(read(LINE.substring(0, 100) + "\n" + LINE)).isEqualTo("UW");
    assertThat(read(LINE + "\n" + LINE.substring(0, 100))).isEqualTo("WU");
    assertThat(read("nonsense\nmore of it\n" + LINE + "\n" + LINE)).isEqualTo("UUWW");
    assertThat(read("{\"id\":\"1\n" + LINE + "\n" + LINE)).isEqualTo("UWW");
    assertThat(read("{\"value\":[\n" + LINE + "\n" + LINE)).isEqualTo("UWW");
  }

  @Test
  void a_broken_line_anywhere_is_one_unreadable_event_and_costs_no_other() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int broken = random.nextInt(4);
      String part = LINE.substring(0, 1 + random.nextInt(LINE.length() - 1));
      StringBuilder text = new StringBuilder();
      StringBuilder expected = new StringBuilder();
      for (int line = 0; line < 4; line++) {
        text.append(line == broken ? part : LINE).append('\n');
        expected.append(line == broken ? 'U' : 'W');
      }

      assertThat(read(text.toString())).as("seed %d", seed).isEqualTo(expected.toString());
    }
  }

  @Test
  void a_page_may_have_an_element_on_each_line() throws IOException {
    assertThat(read("{\"value\":[\n" + LINE + ",\n" + LINE + "\n]}\n")).isEqualTo("WW");
    assertThat(read("{\"records\":\n[\n" + LINE + "\n]}\n")).isEqualTo("W");
    assertThat(read("[\n" + LINE + "\n,\n" + LINE + "\n]\n")).isEqualTo("WW");
    assertThat(read("[\n" + LINE + "\n]")).isEqualTo("W");
  }

  @Test
  void documents_over_several_lines_may_follow_each_other() throws IOException {
    assertThat(read(PRETTY + "\n" + PRETTY)).isEqualTo("WW");
    assertThat(read(PRETTY + PRETTY + "\n\n" + PRETTY)).isEqualTo("WWW");
  }

  @Test
  void events_are_handed_on_long_before_the_end_of_one_long_line() throws IOException {
    int events = 4000;
    Endless text = new Endless(events);
    List<Long> takenAtFirst = new ArrayList<>();

    new EventReader()
        .readAll(
            text,
            reading -> {
              assertThat(reading).isInstanceOf(Reading.Write.class);
              takenAtFirst.add(text.taken);
            });

    assertThat(takenAtFirst).hasSize(events);
    assertThat(text.taken).isGreaterThan(4_000_000);
    assertThat(takenAtFirst.get(0)).isLessThan(2_200_000);
    assertThat(takenAtFirst.get(events / 2)).isLessThan(text.taken * 7 / 10);
  }

  @Test
  void a_line_is_read_without_waiting_for_the_next() throws IOException {
    List<Reading> found = new ArrayList<>();
    Reader live =
        new Reader() {
          private int lines;

          @Override
          public int read(char[] buffer, int offset, int length) {
            // Whoever follows a log gets each event before the next has happened.
            assertThat(found).hasSize(lines);
            if (lines == 3) {
              return -1;
            }
            lines++;
            String line = LINE + "\n";
            line.getChars(0, line.length(), buffer, offset);
            return line.length();
          }

          @Override
          public void close() {}
        };

    new EventReader().readAll(live, found::add);

    assertThat(found).hasSize(3);
  }

  /** An array on one line. */
  private static final class Endless extends Reader {
    private final int events;
    private int next = -1;
    private String text = "[";
    private int at;
    private long taken;

    Endless(int events) {
      this.events = events;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
      if (at == text.length()) {
        next++;
        if (next > events) {
          return -1;
        }
        text = next == events ? "]" : (next == 0 ? "" : ",") + LINE;
        at = 0;
      }
      int count = Math.min(length, text.length() - at);
      text.getChars(at, at + count, buffer, offset);
      at += count;
      taken += count;
      return count;
    }

    @Override
    public void close() {}
  }
}
