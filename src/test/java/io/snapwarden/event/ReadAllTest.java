package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class ReadAllTest {

  private static final String A = event("a");
  private static final String B = event("b");
  private static final String C = event("c");

  @Test
  void one_document_may_be_in_one_line() throws IOException {
    assertThat(all(A)).containsExactly("a");
    assertThat(all("[" + A + "," + B + "]\n")).containsExactly("a", "b");
  }

  @Test
  void one_document_may_be_pretty_printed() throws IOException {
    assertThat(all(pretty(A))).containsExactly("a");
    assertThat(all(pretty("[" + A + "," + B + "]"))).containsExactly("a", "b");
    assertThat(all(pretty("{\"value\":[" + A + "," + B + "]}"))).containsExactly("a", "b");
    assertThat(all(Fixtures.text("activity-log"))).hasSize(3);
  }

  @Test
  void an_array_may_have_an_event_in_each_line() throws IOException {
    assertThat(all("[" + A + ",\n" + B + ",\n" + C + "]")).containsExactly("a", "b", "c");
    assertThat(all("[\n" + A + ",\n" + B + "\n]\n")).containsExactly("a", "b");
    assertThat(all("{\"records\":[\n" + A + ",\n" + B + "\n]}")).containsExactly("a", "b");
    assertThat(all("{\"value\": [" + "\n" + A + "\n]}")).containsExactly("a");
  }

  @Test
  void each_line_may_be_an_event_or_an_array_of_some() throws IOException {
    assertThat(all(A + "\n" + B + "\n" + C)).containsExactly("a", "b", "c");
    assertThat(all("[" + A + "]\n[" + B + "," + C + "]\n")).containsExactly("a", "b", "c");
  }

  @Test
  void blank_lines_line_ends_of_windows_and_a_byte_order_mark_do_not_matter() throws IOException {
    assertThat(all("\uFEFF\r\n\r\n" + A + "\r\n  \r\n\t\r\n" + B + "\r\n\r\n"))
        .containsExactly("a", "b");
    assertThat(all("\uFEFF" + pretty(A).replace("\n", "\r\n\r\n"))).containsExactly("a");
  }

  static Stream<List<String>> one_broken_line() {
    return Stream.of("{\"id\": ", "}", "nonsense", A.substring(0, A.length() / 2), "{\"a\":\"b")
        .flatMap(
            broken ->
                Stream.of(List.of(broken, A, B), List.of(A, broken, B), List.of(A, B, broken)));
  }

  @ParameterizedTest
  @MethodSource
  void one_broken_line(List<String> lines) throws IOException {
    assertThat(all(String.join("\n", lines)))
        .containsExactlyElementsOf(
            lines.stream().map(l -> l == A ? "a" : l == B ? "b" : "unreadable").toList());
  }

  @Test
  void a_line_cut_off_anywhere_costs_no_other_line() throws IOException {
    for (int end = 1; end < A.length(); end++) {
      assertThat(all(A.substring(0, end) + "\n" + B + "\n" + C))
          .as("cut after %s", A.substring(0, end))
          .startsWith("unreadable")
          .endsWith("b", "c")
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\uFEFF", " \r\n \r\n"})
  void no_text_is_no_event(String text) throws IOException {
    List<Reading> readings = readings(text);

    assertThat(readings).singleElement().isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void an_empty_array_holds_nothing() throws IOException {
    assertThat(all("[]")).isEmpty();
    assertThat(all("{\"value\":[]}\n")).isEmpty();
  }

  @Test
  void an_array_that_breaks_off_keeps_what_came_before() throws IOException {
    String broken = "[" + A + "," + B + "," + C.substring(0, 40);

    assertThat(all(broken)).containsExactly("a", "b", "unreadable");
    assertThat(all("[\n" + A + ",\n" + B + ",\n" + C.substring(0, 40)))
        .containsExactly("a", "b", "unreadable");
    assertThat(all("[" + A + ", oops, " + B + "]")).containsExactly("a", "unreadable");
  }

  @Test
  void values_printed_one_after_another_are_all_read() throws IOException {
    String jq = pretty(A) + "\n" + pretty("[" + B + "]") + "\n" + pretty(C) + "\n";

    assertThat(all(jq)).containsExactly("a", "b", "c");
  }

  @Test
  void a_broken_value_between_printed_ones_costs_no_other() throws IOException {
    String broken = "{\n  \"id\": oops,\n  \"data\": {\n  }\n}\n";

    assertThat(all(pretty(A) + "\n" + broken + pretty(C))).containsExactly("a", "unreadable", "c");
  }

  @Test
  void text_after_the_end_of_a_document_does_not_go_unseen() throws IOException {
    assertThat(all(A + " trailing")).containsExactly("a", "unreadable");
    assertThat(all(pretty(A) + "\ntrailing")).containsExactly("a", "unreadable");
  }

  @Test
  void a_source_that_cannot_be_read_is_no_reading() {
    for (IOException failure : List.of(new IOException("gone"), new EOFException("cut off"))) {
      for (String start : List.of("", A.substring(0, 50), "[" + A + ",", pretty(A) + "\n{\n")) {
        List<Reading> readings = new ArrayList<>();

        assertThatThrownBy(() -> new EventReader().readAll(failing(start, failure), readings::add))
            .isSameAs(failure);
        assertThat(readings).noneMatch(Reading.Unreadable.class::isInstance);
      }
    }
  }

  @Test
  void what_the_sink_throws_comes_out_unchanged() {
    for (RuntimeException failure :
        List.of(
            new IllegalStateException("full"),
            new NumberFormatException("bad"),
            new UnsupportedOperationException("no"))) {
      for (String text :
          List.of(A, "[" + A + "]", "{\"value\":[" + A + "]}", A + "\n" + B, "oops")) {
        List<Reading> given = new ArrayList<>();

        assertThatThrownBy(
                () ->
                    new EventReader()
                        .readAll(
                            new StringReader(text),
                            reading -> {
                              given.add(reading);
                              throw failure;
                            }))
            .isSameAs(failure);
        assertThat(given).hasSize(1);
      }
    }
  }

  private static String event(String id) {
    return Fixtures.event("user").with("id", id).json().toString();
  }

  private static String pretty(String json) {
    return new GsonBuilder()
        .setPrettyPrinting()
        .serializeNulls()
        .create()
        .toJson(JsonParser.parseString(json));
  }

  private static List<Reading> readings(String text) throws IOException {
    List<Reading> readings = new ArrayList<>();
    new EventReader().readAll(new StringReader(text), readings::add);
    return readings;
  }

  /** The ids of writes, and {@code unreadable}. */
  private static List<String> all(String text) throws IOException {
    return readings(text).stream()
        .map(r -> r.fold(Reading.Write::eventId, u -> "unrelated", u -> "unreadable"))
        .toList();
  }

  private static Reader failing(String start, IOException failure) {
    StringReader begin = new StringReader(start);
    return new Reader() {
      @Override
      public int read(char[] buffer, int offset, int length) throws IOException {
        int count = begin.read(buffer, offset, length);
        if (count < 0) {
          throw failure;
        }
        return count;
      }

      @Override
      public void close() {}
    };
  }
}
