package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gson")
class ReadAllTest {

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
  void one_document_may_go_over_many_lines() throws IOException {
    JsonArray array = new JsonArray();
    array.add(EventTexts.eventGrid());
    array.add(EventTexts.cloudEvent());

    assertThat(read(PRETTY)).isEqualTo("W");
    assertThat(read(new GsonBuilder().setPrettyPrinting().create().toJson(array))).isEqualTo("WW");
    assertThat(read("[\n" + LINE + ",\n" + LINE + "\n]\n")).isEqualTo("WW");
    assertThat(read("\n\n" + PRETTY + "\n\n")).isEqualTo("W");
  }

  @Test
  void lines_are_read_one_by_one() throws IOException {
    assertThat(read(LINE)).isEqualTo("W");
    assertThat(read(LINE + "\n" + LINE)).isEqualTo("WW");
    assertThat(read(LINE + "\r\n\r\n" + LINE + "\r\n")).isEqualTo("WW");
    assertThat(read("\uFEFF" + LINE + "\n" + LINE)).isEqualTo("WW");
    assertThat(read("[" + LINE + "]\n[" + LINE + "," + LINE + "]")).isEqualTo("WWW");
  }

  @Test
  void a_broken_line_does_not_stop_the_others() throws IOException {
    assertThat(read("nonsense\n" + LINE + "\n" + LINE)).isEqualTo("UWW");
    assertThat(read(LINE + "\n{\"id\":\n" + LINE)).isEqualTo("WUW");
    assertThat(read(LINE.substring(0, 100) + "\n" + LINE)).isEqualTo("UW");
    assertThat(read(LINE + "\n" + LINE.substring(0, 100))).isEqualTo("WU");
    assertThat(read(LINE + "}\n" + LINE)).isEqualTo("WUW");
  }

  @Test
  void what_an_array_held_before_it_broke_is_read() throws IOException {
    assertThat(read("[" + LINE + "," + LINE + ",{\"id\":")).isEqualTo("WWU");
  }

  @Test
  void an_empty_text_is_no_event() throws IOException {
    assertThat(read("")).isEqualTo("U");
    assertThat(read("[]")).isEmpty();
  }

  @Test
  void a_source_that_fails_is_no_unreadable_event() {
    Reader failing =
        new Reader() {
          private int given;

          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            if (given > 0) {
              throw new IOException("the disk is gone");
            }
            given = "[{\"id\":\n".length();
            "[{\"id\":\n".getChars(0, given, buffer, offset);
            return given;
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(() -> new EventReader().readAll(failing, reading -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is gone");
  }

  @Test
  void what_the_receiver_throws_goes_through() {
    IllegalStateException thrown = new IllegalStateException("a bug elsewhere");

    assertThatThrownBy(
            () ->
                new EventReader()
                    .readAll(
                        new StringReader(LINE),
                        reading -> {
                          throw thrown;
                        }))
        .isSameAs(thrown);
  }
}
