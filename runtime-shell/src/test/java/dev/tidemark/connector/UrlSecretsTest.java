package dev.tidemark.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {
  @ParameterizedTest
  @CsvSource({
    "postgres://me:hush@db/w, postgres://me:***@db/w",
    "postgres://me:hu@s/h@db/w, postgres://me:***@db/w",
    "amqp://:hush@h, amqp://:***@h",
    "https://h/a?user=me&password=hush&x=1, https://h/a?user=me&password=***&x=1",
    "jdbc:x://h/d;PWD=hush, jdbc:x://h/d;PWD=***",
    "https://h/?access_token=hush, https://h/?access_token=***"
  })
  void passwordsAreHidden(String url, String shown) {
    assertThat(UrlSecrets.masked(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:out/a.db", "http://h:8080/a?b=c", "me@example.org", "a: b", ""})
  void everythingElseStays(String text) {
    assertThat(UrlSecrets.masked(text)).isEqualTo(text);
  }
}
