package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.EVENTS;
import static io.snapwarden.cli.Terminal.terminal;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.cli.Terminal.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;

class StreamsTest {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  @Test
  void a_line_that_is_no_json_is_one_verdict_and_the_rest_go_on() {
    String lines =
        String.join("\n", Events.allowed(), "{\"id\": ", Events.violation(), "nonsense", "");

    Ran ran = terminal().typing(lines).decide("--json", "-");

    assertThat(ran.lines())
        .extracting(line -> line.replaceAll(".*\"verdict\":\"(\\w+)\".*", "$1"))
        .containsExactly("allowed", "unreadable", "violation", "unreadable");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void a_file_that_is_no_json_is_one_verdict_and_the_next_goes_on() {
    Ran ran = terminal().typing("<html>\n<body>").decide("-", EVENTS);

    assertThat(ran.out()).contains("unreadable  in standard input: ");
    assertThat(ran.err()).contains("1 allowed, 1 violation, 1 attempt, 1 unrelated, ");
  }

  @Test
  void windows_line_ends_and_byte_order_marks_are_no_part_of_the_text() {
    String text = Events.allowed() + "\r\n\r\n" + Events.violation() + "\r\n";

    assertThat(summary(text.getBytes(UTF_8))).isEqualTo("2 events: 1 allowed, 1 violation\n");
    assertThat(summary((BYTE_ORDER_MARK + text).getBytes(UTF_8)))
        .isEqualTo("2 events: 1 allowed, 1 violation\n");
    assertThat(summary((BYTE_ORDER_MARK + text).getBytes(UTF_16LE)))
        .isEqualTo("2 events: 1 allowed, 1 violation\n");
    assertThat(summary((BYTE_ORDER_MARK + "[]").getBytes(UTF_8))).isEqualTo("no events\n");
  }

  @Test
  void a_reader_that_has_seen_enough_ends_it_quietly_even_amid_endless_events() {
    Ran ran = terminal().reading(endlessEvents()).writing(pipeClosedAfter(1)).decide("-");

    assertThat(ran).isEqualTo(new Ran(0, "", ""));
  }

  @Test
  void findings_count_even_if_nobody_reads_them() {
    Ran ran =
        terminal().writing(pipeClosedAfter(0)).decide("--fail-on-violation", "--json", EVENTS);

    assertThat(ran).isEqualTo(new Ran(3, "", ""));
  }

  @Test
  void output_that_cannot_be_written_is_a_failure_of_the_tool() {
    Ran ran = terminal().writing(new Failing("No space left on device", 0)).decide(EVENTS);

    assertThat(ran.err())
        .isEqualTo("snapwarden: cannot write to standard output: No space left on device\n");
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  @Test
  void input_that_breaks_off_is_a_failure_of_the_tool_after_what_was_decided() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream half =
        new SequenceInputStream(
            new ByteArrayInputStream((Events.allowed() + "\n").getBytes(UTF_8)), broken);

    Ran ran = terminal().reading(half).decide("-");

    assertThat(ran.err())
        .isEqualTo("snapwarden: standard input: cannot be read: Input/output error\n");
    assertThat(ran.exitCode()).isEqualTo(1);
  }

  private static String summary(byte[] events) {
    Ran ran = terminal().typing(events).decide("-");
    assertThat(ran.exitCode()).isZero();
    return ran.err();
  }

  private static InputStream endlessEvents() {
    byte[] line = (Events.violation() + "\n").getBytes(UTF_8);
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return line[at++ % line.length];
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
          bytes[offset + i] = (byte) read();
        }
        return length;
      }
    };
  }

  private static OutputStream pipeClosedAfter(int writes) {
    return new Failing("Broken pipe", writes);
  }

  /** Takes some writes and fails ever after. */
  private static final class Failing extends OutputStream {

    private final String message;
    private int left;

    Failing(String message, int writes) {
      this.message = message;
      this.left = writes;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (left-- <= 0) {
        throw new IOException(message);
      }
    }
  }
}
