package io.snapwarden.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** What is in a stream, whether gzip has compressed it or not. */
final class Unpacked {

  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  private Unpacked() {}

  /** Looks at the first two bytes alone (RFC 1952, section 2.3.1). */
  static InputStream of(InputStream packed) throws IOException {
    BufferedInputStream bytes = new Exact(packed);
    bytes.mark(GZIP.length);
    byte[] start = bytes.readNBytes(GZIP.length);
    bytes.reset();
    return Arrays.equals(start, GZIP)
        ? new BufferedInputStream(new GZIPInputStream(bytes, BUFFER), BUFFER)
        : bytes;
  }

  /**
   * Knows whether its end has come. A file of several compressed pieces would end with the first
   * one otherwise, wherever the next has not arrived yet: {@link GZIPInputStream} goes by this.
   */
  private static final class Exact extends BufferedInputStream {
    Exact(InputStream in) {
      super(in, BUFFER);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      boolean over = read() < 0;
      reset();
      return over ? 0 : Math.max(1, super.available());
    }
  }
}
