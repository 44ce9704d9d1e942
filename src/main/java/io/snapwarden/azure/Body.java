package io.snapwarden.azure;

import com.azure.core.http.HttpResponse;
import io.snapwarden.azure.ArmException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** Reads the body of an answer, as long as it is one that fits into memory. */
final class Body {

  /** The longest are pages of the Activity Log: 200 records of some KB, each with its request. */
  private static final int LONGEST = 16 << 20;

  private Body() {}

  /**
   * The body's text; empty if there is none.
   *
   * @throws ArmException if it is too long
   */
  static String of(HttpResponse response) {
    Gathered gathered = new Gathered();
    try {
      response.writeBodyTo(gathered);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return gathered.bytes.toString(StandardCharsets.UTF_8);
  }

  private static final class Gathered implements WritableByteChannel {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      if (bytes.size() + count > LONGEST) {
        throw new ArmException(
            Kind.FINAL, "Azure's answer is longer than %d MB".formatted(LONGEST >> 20), null, null);
      }
      byte[] part = new byte[count];
      source.get(part);
      bytes.writeBytes(part);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
