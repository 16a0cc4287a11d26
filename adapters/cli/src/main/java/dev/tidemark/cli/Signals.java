package dev.tidemark.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * SIGINT and SIGTERM while a run is under way: the first asks it to stop in good order, the second
 * ends the process at once. Closing puts the old handlers back.
 *
 * <p>A shutdown hook can't tell the two apart nor see a second one. The JDK's own class for signals
 * is reached by reflection, since javac warns of it in a way that can't be turned off.
 */
final class Signals implements AutoCloseable {

  private static final Map<String, Integer> CODES =
      Map.of("INT", ExitCode.INTERRUPTED, "TERM", ExitCode.TERMINATED);

  private final AtomicReference<String> first = new AtomicReference<>("");
  private final Map<Object, Object> before = new LinkedHashMap<>();
  private final Consumer<String> drain;

  private Signals(Consumer<String> drain) {
    this.drain = drain;
  }

  /**
   * Listens from now on.
   *
   * @param drain gets the first signal's name, {@code SIGTERM}; called on a thread of its own
   */
  static Signals heard(Consumer<String> drain) {
    Signals signals = new Signals(drain);
    CODES.keySet().forEach(signals::listen);
    return signals;
  }

  /** The exit code of a run that was stopped: by SIGINT when that came first. */
  int exitCode() {
    return CODES.getOrDefault(first.get(), ExitCode.TERMINATED);
  }

  private void listen(String name) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler heard =
          (proxy, method, args) ->
              switch (method.getName()) {
                case "handle" -> {
                  handle(name);
                  yield null;
                }
                case "equals" -> proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "signals";
              };
      Object signal = type.getConstructor(String.class).newInstance(name);
      Object ours =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, heard);
      before.put(signal, type.getMethod("handle", type, handler).invoke(null, signal, ours));
    } catch (ReflectiveOperationException | RuntimeException unavailable) {
      org.slf4j.LoggerFactory.getLogger(Signals.class)
          .atDebug()
          .addKeyValue("signal", name)
          .log("signal can't be handled: the default applies");
    }
  }

  private void handle(String name) {
    if (first.compareAndSet("", name)) {
      drain.accept("SIG" + name);
    } else {
      Runtime.getRuntime().halt(CODES.getOrDefault(name, ExitCode.TERMINATED));
    }
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            Class<?> type = signal.getClass();
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
          } catch (ReflectiveOperationException gone) {
            throw new IllegalStateException("it was there when the signal was taken", gone);
          }
        });
  }
}
