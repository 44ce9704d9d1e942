package io.snapwarden.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A door before a port on loopback, which can be shut in everybody's face. Whoever stands outside
 * is cut off in the middle of a word, and never learns what became of a request; behind the door
 * every request that has come through is still finished.
 */
final class Gate implements AutoCloseable {

  private static final int BUFFER = 16 * 1024;

  private final ServerSocket door;
  private final int behind;
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gate");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean open = true;
  private volatile long heard = System.nanoTime();

  Gate(int behind) {
    this.behind = behind;
    try {
      door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::attend);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Cuts off everybody outside, and lets nobody in. */
  void shut() {
    open = false;
    heard = System.nanoTime();
    passages.forEach(Passage::cutOff);
  }

  /** How long nothing has come from behind, in milliseconds. */
  long quietFor() {
    return (System.nanoTime() - heard) / 1_000_000;
  }

  /** Ends what is left of the passages behind the door. */
  void clear() {
    passages.forEach(Passage::end);
  }

  void open() {
    open = true;
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      passages.forEach(Passage::end);
      threads.shutdownNow();
    }
  }

  private void attend() {
    while (!door.isClosed()) {
      try {
        Socket outside = door.accept();
        if (open) {
          threads.execute(() -> let(outside));
        } else {
          reset(outside);
        }
      } catch (IOException e) {
        // Closed, or the one who knocked has gone.
      }
    }
  }

  private void let(Socket outside) {
    try {
      Socket inside = new Socket(InetAddress.getLoopbackAddress(), behind);
      outside.setTcpNoDelay(true);
      inside.setTcpNoDelay(true);
      Passage passage = new Passage(outside, inside);
      passages.add(passage);
      threads.execute(passage::bringBack);
      if (!open) {
        passage.cutOff();
      }
      passage.bringIn();
    } catch (IOException e) {
      reset(outside);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
    shutQuietly(socket);
  }

  private static void shutQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private final class Passage {
    private final Socket outside;
    private final Socket inside;
    private volatile boolean cut;

    Passage(Socket outside, Socket inside) {
      this.outside = outside;
      this.inside = inside;
    }

    void cutOff() {
      cut = true;
      reset(outside);
    }

    void end() {
      shutQuietly(outside);
      shutQuietly(inside);
      passages.remove(this);
    }

    private void bringIn() {
      try (InputStream from = outside.getInputStream()) {
        OutputStream to = inside.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          if (cut) {
            return;
          }
          to.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // Whoever was outside has gone; below.
      }
      if (!cut) {
        end();
      }
    }

    private void bringBack() {
      try {
        InputStream from = inside.getInputStream();
        byte[] buffer = new byte[BUFFER];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
          heard = System.nanoTime();
          if (!cut) {
            hand(buffer, n);
          }
        }
      } catch (IOException e) {
        // The connection behind has ended.
      }
      end();
    }

    private void hand(byte[] buffer, int n) {
      try {
        outside.getOutputStream().write(buffer, 0, n);
      } catch (IOException e) {
        // Nobody waits for it any more.
      }
    }
  }
}
