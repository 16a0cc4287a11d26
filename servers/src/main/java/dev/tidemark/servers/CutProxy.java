package dev.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A TCP proxy in front of a server, whose connections a test cuts: all at once, after so many
 * pieces, or just when the answer to something is due. A piece is what one read of a socket gives:
 * for requests and answers that go to and fro, one message. Thread-safe.
 */
public final class CutProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int PIECE = 64 * 1024;
  private static final long NEVER = Long.MAX_VALUE / 2;
  private static final Predicate<byte[]> NOTHING = piece -> false;

  private final ServerSocket listening;
  private final int server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicLong piecesLeft = new AtomicLong(NEVER);
  private final AtomicReference<Predicate<byte[]>> unanswered = new AtomicReference<>(NOTHING);
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile UnaryOperator<byte[]> answers = UnaryOperator.identity();
  private volatile boolean refusing;

  private CutProxy(ServerSocket listening, int server) {
    this.listening = listening;
    this.server = server;
  }

  /** A proxy on any free port, in front of a server on this host. */
  public static CutProxy to(int server) {
    return between(0, server);
  }

  /** A proxy on a port of its own. */
  static CutProxy between(int port, int server) {
    try {
      CutProxy proxy =
          new CutProxy(new ServerSocket(port, 50, InetAddress.getByName(HOST)), server);
      Thread.ofVirtual().name("cut-proxy").start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy can't listen on port " + port, e);
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String address() {
    return HOST + ":" + port();
  }

  /** The port where clients connect, on {@code 127.0.0.1}. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Cuts every connection now; new ones are taken. */
  public void cut() {
    links.forEach(Link::cut);
  }

  /** Cuts every connection, and takes no new one until {@link #restore}: the server is down. */
  public void refuse() {
    refusing = true;
    cut();
  }

  /** Takes new connections again. */
  public void restore() {
    refusing = false;
  }

  /**
   * Cuts every connection, once, in place of passing on the piece after so many more, whichever way
   * it goes.
   */
  public void cutAfter(long pieces) {
    piecesLeft.set(pieces);
  }

  /**
   * Once: passes on the next piece from a client that fits, and then cuts its connection in place
   * of the answer.
   */
  public void loseAnswerTo(Predicate<byte[]> request) {
    unanswered.set(request);
  }

  /** What clients get in place of each piece from the server, from now on. */
  public void answerWith(UnaryOperator<byte[]> change) {
    answers = change;
  }

  /** Whether {@link #loseAnswerTo} still waits for its request. */
  public boolean waitsForRequest() {
    return unanswered.get() != NOTHING;
  }

  /** How many connections were cut so far. */
  public int cuts() {
    return cuts.get();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
        } else {
          Thread.ofVirtual().name("cut-proxy-link").start(() -> link(client));
        }
      } catch (IOException e) {
        // Closed, or a client that went away while it was being accepted.
        continue;
      }
    }
  }

  private void link(Socket client) {
    Socket target = new Socket();
    Link link = new Link(client, target);
    links.add(link);
    try {
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
      target.connect(new InetSocketAddress(HOST, server));
      Thread.ofVirtual().name("cut-proxy-answers").start(() -> link.pass(target, client, false));
      link.pass(client, target, true);
    } catch (IOException unreachable) {
      link.end();
    }
  }

  /** One client's connection with its own to the server. */
  private final class Link {
    private final Socket client;
    private final Socket target;
    private volatile boolean answerLost;

    private Link(Socket client, Socket target) {
      this.client = client;
      this.target = target;
    }

    private void pass(Socket from, Socket to, boolean request) {
      byte[] buffer = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          if (request && isUnanswered(buffer, length)) {
            answerLost = true;
          } else if (!request && answerLost) {
            cut();
            return;
          }
          if (piecesLeft.decrementAndGet() == -1) {
            piecesLeft.set(NEVER);
            CutProxy.this.cut();
            return;
          }
          byte[] piece = Arrays.copyOf(buffer, length);
          out.write(request ? piece : answers.apply(piece));
        }
      } catch (IOException ended) {
        // Either end is gone, so the other goes too.
        end();
      }
      end();
    }

    private boolean isUnanswered(byte[] buffer, int length) {
      Predicate<byte[]> wanted = unanswered.get();
      return wanted != NOTHING
          && wanted.test(Arrays.copyOf(buffer, length))
          && unanswered.compareAndSet(wanted, NOTHING);
    }

    private void cut() {
      cuts.incrementAndGet();
      end();
    }

    private void end() {
      links.remove(this);
      close(client);
      close(target);
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }
}
