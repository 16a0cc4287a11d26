package dev.tidemark.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate of this host's, signed by itself and made anew with the JDK's keytool, for tests of
 * encrypted connections. Whoever trusts {@link #certificate} trusts the server.
 *
 * @param store key and certificate as PKCS 12, under {@link #PASSWORD}
 * @param certificate as PEM
 * @param key as PEM, to be read by its owner only
 */
public record ServerCertificate(Path store, Path certificate, Path key) {

  /** Of the store and the key in it. */
  public static final String PASSWORD = "only-for-tests";

  private static final String ALIAS = "server";

  /** Makes one in a folder. Takes a second or two. */
  public static ServerCertificate in(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(command(store)).redirectErrorStream(true).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool made no certificate");
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream bytes = Files.newInputStream(store)) {
      made.load(bytes, PASSWORD.toCharArray());
    }
    Path certificate = folder.resolve("server.crt");
    Files.writeString(certificate, pem("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()));
    Path key = folder.resolve("server.key");
    Files.createFile(
        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] secret = made.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    Files.writeString(key, pem("PRIVATE KEY", secret));
    return new ServerCertificate(store, certificate, key);
  }

  private static List<String> command(Path store) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1",
        "-validity",
        "2",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
  }
}
