package dev.tidemark.sqlite;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Tells of each statement before it runs, and lets a test run it, halt, wait or fail. */
record TappedSource(SessionSource source, Tap tap) implements SessionSource {

  /** What a test does around a statement. */
  @FunctionalInterface
  interface Tap {
    /** Runs the statement, or doesn't. */
    Object around(String sql, Call call) throws Throwable;
  }

  /** The statement itself. */
  @FunctionalInterface
  interface Call {
    Object run() throws Throwable;
  }

  @Override
  public Connection open(Path path, Access access) throws SQLException {
    return tapped(Connection.class, source.open(path, access), "");
  }

  private <T> T tapped(Class<T> type, Object real, String prepared) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object[] given = arguments == null ? new Object[0] : arguments;
          if (method.getName().startsWith("execute")) {
            String sql = given.length > 0 ? (String) given[0] : prepared;
            return tap.around(sql, () -> call(real, method, given));
          }
          Object answer = call(real, method, given);
          if (answer instanceof PreparedStatement) {
            return tapped(PreparedStatement.class, answer, (String) given[0]);
          }
          return answer instanceof Statement ? tapped(Statement.class, answer, "") : answer;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
