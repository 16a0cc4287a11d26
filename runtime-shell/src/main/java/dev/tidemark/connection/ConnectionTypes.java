package dev.tidemark.connection;

import dev.tidemark.connector.Connection;
import dev.tidemark.connector.ConnectionAnswer;
import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.LetterOutletType;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The kinds of connection there are. Immutable. */
public final class ConnectionTypes {
  private final Map<String, ConnectionType> byKind = new TreeMap<>();
  private final Map<String, ConnectionType> byScheme = new TreeMap<>();

  private ConnectionTypes(Collection<? extends ConnectionType> types) {
    for (ConnectionType type : types) {
      byKind.put(type.kind(), type);
      type.schemes().forEach(scheme -> byScheme.put(scheme, type));
    }
  }

  /** Just these. */
  public static ConnectionTypes of(Collection<? extends ConnectionType> types) {
    return new ConnectionTypes(types);
  }

  /** All that {@code ServiceLoader} finds. */
  public static ConnectionTypes installed() {
    return of(
        ServiceLoader.load(ConnectionType.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  /** Whether the system behind a connection answers. Blocks for some seconds at the most. */
  public ConnectionAnswer check(Connection connection) throws InterruptedException {
    ConnectionType type = byKind.get(connection.kind());
    return type == null ? new ConnectionAnswer.Unasked() : type.check(connection.settings());
  }

  /** How the system behind a connection takes copies of dead letters; empty when it doesn't. */
  public Optional<LetterOutletType> letterOutlet(Connection connection) {
    return kind(connection.kind()).flatMap(ConnectionType::letterOutlet);
  }

  Optional<ConnectionType> kind(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  Optional<ConnectionType> ofUrl(String url) {
    int colon = url.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(byScheme.get(url.substring(0, colon).toLowerCase(Locale.ROOT)));
  }

  /** Their names, sorted. */
  public List<String> kinds() {
    return List.copyOf(byKind.keySet());
  }

  List<String> schemes() {
    return List.copyOf(byScheme.keySet());
  }
}
