package dev.tidemark.cli;

/** Which program this is. */
final class Version {

  private Version() {}

  /** The program's and the JDK's version, on one line. */
  static String line() {
    String version = Version.class.getPackage().getImplementationVersion();
    return "tidemark "
        + (version == null ? "(not packaged)" : version)
        + ", JDK "
        + Runtime.version().feature()
        + " ("
        + System.getProperty("java.vendor", "unknown vendor")
        + " "
        + Runtime.version()
        + ")";
  }
}
