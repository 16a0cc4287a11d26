package dev.tidemark.fuzz;

import dev.tidemark.connector.ConnectionType;
import dev.tidemark.connector.Guarantee;
import dev.tidemark.connector.Setting;
import dev.tidemark.connector.Setting.Kind;
import dev.tidemark.connector.Settings;
import dev.tidemark.connector.Sink;
import dev.tidemark.connector.SinkType;
import dev.tidemark.connector.StageContext;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A system with secrets, on paper: a kind of connection and a sink. */
final class Vault implements ConnectionType {

  @Override
  public String kind() {
    return "vault";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        Setting.required("host", Kind.TEXT, "the server"),
        Setting.optional("port", Kind.INTEGER, "5432", "its port"),
        Setting.optional("user", Kind.TEXT, "who"),
        Setting.optional("password", Kind.SECRET, "the password"),
        Setting.optional("ca", Kind.PATH, "a certificate"),
        Setting.optional("timeout", Kind.DURATION, "5s", "how long to wait"),
        Setting.choice("tls", List.of("prefer", "require", "off"), "encryption"),
        Setting.optional("options", Kind.TEXT_MAP, "anything else"));
  }

  @Override
  public List<String> schemes() {
    return List.of("vault", "vaults");
  }

  @Override
  public Map<String, String> fromUrl(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("expected vault://user:password@host:port");
    }
    Map<String, String> parts = new LinkedHashMap<>();
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("it names no host");
    }
    parts.put("host", uri.getHost());
    if (uri.getPort() >= 0) {
      parts.put("port", String.valueOf(uri.getPort()));
    }
    if (uri.getUserInfo() != null) {
      String[] user = uri.getUserInfo().split(":", 2);
      parts.put("user", user[0]);
      if (user.length > 1) {
        parts.put("password", user[1]);
      }
    }
    return parts;
  }

  /** Writes there, on paper. */
  static final class Table implements SinkType {

    @Override
    public String type() {
      return "vault";
    }

    @Override
    public String description() {
      return "Writes rows to a vault.";
    }

    @Override
    public List<Setting> settings() {
      return List.of(
          Setting.required("connection", Kind.CONNECTION, "where"),
          Setting.required("table", Kind.TEXT, "which table"),
          Setting.optional("token", Kind.SECRET, "who"),
          Setting.optional("url", Kind.TEXT, "whom to tell"),
          Setting.optional("size", Kind.SIZE, "how much"),
          Setting.optional("key", Kind.TEXTS, "columns"));
    }

    @Override
    public Guarantee guarantee(Settings settings) {
      return new Guarantee(Guarantee.Level.EXACTLY_ONCE, "on paper", false, true);
    }

    @Override
    public String target(Settings settings) {
      return settings.connection("connection").settings().text("host")
          + ":"
          + settings.text("table");
    }

    @Override
    public Sink open(StageContext context) {
      throw new AssertionError("a check must not open a sink");
    }
  }
}
