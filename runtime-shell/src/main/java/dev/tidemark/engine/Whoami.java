package dev.tidemark.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** This process, for people: {@code process 4711 on build-7}. */
final class Whoami {

  private Whoami() {}

  static String describe() {
    return "process " + ProcessHandle.current().pid() + " on " + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "this host";
    }
  }
}
