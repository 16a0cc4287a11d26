package dev.tidemark.failure;

import dev.tidemark.coordinator.Fault;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What went wrong, for people to look up and for programs to match on. A code never changes its
 * meaning and is never used again for another one; the wording of messages may change at any time.
 * The first digit says who has to do something.
 */
public enum ErrorCode {
  COMMAND_LINE(
      101,
      "the command line is wrong",
      "A command, an option or a value is not one that there is.",
      "Read the message, and `tidemark COMMAND --help`."),
  UNKNOWN(
      102,
      "nothing of this name is known",
      "The pipeline, run, dead letter or connection that was named isn't there, or there is no"
          + " state where the command looked for it.",
      "Check the name; `tidemark status` lists pipelines. Name the flow's file, or the store with"
          + " `--store`."),
  NOT_AGREED(
      103,
      "it needs your consent",
      "What was asked for would write rows twice, forget something, or move a position. Nothing"
          + " was changed.",
      "If it is meant, say so with the option that the message names, as `--yes` or"
          + " `--append-again`."),
  NOT_POSSIBLE(
      104,
      "it can't be done as things stand",
      "There is no run to give up, something is in the way, a position can't be set there. Nothing"
          + " was changed.",
      "Read the message: it says what stands in the way."),
  PLUGIN(
      105,
      "a plugin can't be used",
      "A jar or folder of `plugins` or `TIDEMARK_PLUGINS` can't be loaded, holds no connector, or"
          + " has one of a name that is taken.",
      "Take it away, or get the one that is made for this version; `tidemark version` says which"
          + " this is."),
  FLOW_UNREADABLE(
      201,
      "the flow's file can't be read",
      "It isn't there, may not be read, or is no YAML or JSON.",
      "Check the path; the message says where the text can't be understood."),
  FLOW_WRONG(
      202,
      "the flow has problems",
      "The file can be read, and something in it can't work: an unknown key or type, a column that"
          + " isn't there, a connection that isn't defined. Nothing was begun.",
      "Mend each problem; it is named with line and column. `tidemark validate` shows all at"
          + " once."),
  FLOW_UNFIT(
      203,
      "the flow doesn't fit what it found",
      "The flow is right by itself, and its source or target turned out to be other than its stages"
          + " need, for example other columns.",
      "Change the flow, or put the right data in its place, and run again."),
  FLOW_CHANGED(
      204,
      "the flow has changed in the middle of a run",
      "The last run stopped in the middle of its data, and what decides where a record goes has"
          + " changed since, so it can't be resumed with this flow.",
      "Finish it with the old flow, or load again with `--restart`."),
  CONNECTION_WRONG(
      205,
      "a connection is defined wrongly",
      "A connection has an unknown kind, lacks a setting, or names a variable that isn't set.",
      "Mend it in the place that the message names."),
  NO_ANSWER(
      301,
      "a system doesn't answer",
      "A database is locked or down, a server can't be reached, a file system refuses for the"
          + " moment. A run asks again for 15 s at its start and for `retry_for` later.",
      "Look there, then run again: it goes on where it stopped."),
  DISK_FULL(
      302,
      "a disk is full, or fails",
      "A target, or the store, can't be written: no space is left, a quota or a limit of size is"
          + " reached, or the disk is failing. Nothing is damaged.",
      "Free some space or raise the limit, then run again."),
  NOT_ALLOWED(
      303,
      "it may not be read or written",
      "The permissions of a file, folder or database keep this user out.",
      "Change them, or run as another user."),
  NOT_THERE(
      304,
      "what a stage names isn't there",
      "A source's file, table or column doesn't exist.",
      "Put it there, or correct the flow."),
  SYSTEM_REFUSED(
      305,
      "a system refused, and would refuse again",
      "A system, or a file, answered with an error that isn't one of data, and that trying again"
          + " won't mend.",
      "The message has what it said. Mend that, then run again."),
  TARGET_UNFIT(
      401,
      "the target doesn't fit",
      "The table's columns don't fit what comes, a file or folder is in the way, or the target"
          + " belongs to another pipeline or stage. Nothing was written.",
      "Change the table or the flow, or name another target."),
  TARGET_WENT_BACK(
      402,
      "the target isn't where it was left",
      "The target was restored from a backup, lost its position, or its position was moved by"
          + " somebody else.",
      "If the message says that this run failed, run again: the next one goes on where the target"
          + " stands. Else restore the position with the target, or empty the target."),
  TARGET_LOST_DATA(
      403,
      "the target has lost what was written",
      "A file that belongs to a target is gone, shorter than what was confirmed, or damaged.",
      "Restore the target with its sidecar or its tables, or load again with `--restart`."),
  SOURCE_CHANGED(
      404,
      "the source has changed during a run",
      "A file or database that a run has begun to read is gone, was replaced, or became shorter.",
      "Put it back as it was and run again, or load again with `--restart`."),
  SOURCE_DAMAGED(
      405,
      "the source can't be read to its end",
      "A compressed file is cut off or broken, a database is damaged, or rows can't be told apart.",
      "Put a whole copy in its place, or mend the rows that the message names, then run again."),
  BAD_RECORD(
      501,
      "a record is bad",
      "A record can't be read, transformed or written, and its stage says `on_error: fail`, which"
          + " is the default. All before it is kept.",
      "Mend the record and run again; or set `on_error` to `drop` or `dead_letter`."),
  TOO_MANY_LETTERS(
      502,
      "too many records were set aside",
      "One run set aside more than `max_dead_letters`, so most likely it isn't the records that are"
          + " wrong.",
      "`tidemark dead-letters list` shows why. Mend the cause, run again, then replay."),
  LETTERS_SET_ASIDE(
      503,
      "records were set aside",
      "The run is complete, and `--fail-on-dead-letters` was given.",
      "`tidemark dead-letters list` shows why; `tidemark dead-letters replay` puts them back."),
  LETTERS_REMAIN(
      504,
      "dead letters remain",
      "A replay came to its end, and some letters can't be put back, or not before their run has"
          + " got past them.",
      "The report has the reasons. Mend those, and replay again."),
  OWNED(
      601,
      "another runner owns the pipeline",
      "Only one at a time may run or change it. Nothing was begun.",
      "Wait until it has ended, or let `tidemark run --wait` wait."),
  TAKEN_OVER(
      602,
      "another runner has taken the pipeline over",
      "This one was frozen, or lost the store for longer than its lease. What it had confirmed is"
          + " kept, and the other goes on from there.",
      "Nothing, if that was meant. Else find out who runs it twice."),
  STORE_AWAY(
      701,
      "the store is busy",
      "Another program has the store locked.",
      "Close that program, then run again."),
  STORE_UNUSABLE(
      702,
      "the store can't be used",
      "Its file can't be opened, made or written.",
      "Make the file and its folder writable, or name another place with `--store`."),
  STORE_NEWER(
      703,
      "the store is of a newer version",
      "A newer tidemark has written it. Nothing was changed.",
      "Use that version, or another store."),
  STORE_FOREIGN(
      704,
      "the store is damaged, or no store",
      "The file is broken, or holds something else. Nothing was changed.",
      "Restore it, or move it away: a new one takes over from the targets. If it isn't a store at"
          + " all, name another place."),
  STOPPED(
      801,
      "stopped by a signal",
      "A job was stopped before its end by SIGINT or SIGTERM. What was confirmed is kept.",
      "Run again to go on."),
  BUG(
      901,
      "this is a bug",
      "Something happened that the program, or a connector, didn't expect. What was confirmed is"
          + " kept.",
      "Report it, with the details that the message names; `--verbose` shows where it came from."),
  MEMORY(
      902,
      "out of memory",
      "A batch or a record needs more memory than the JVM may take.",
      "Give it more (`TIDEMARK_OPTS=-Xmx2g`), or make `batch: { bytes }` or `max_record_bytes`"
          + " smaller.");

  private static final String PREFIX = "TM-";
  private static final int GROUP = 100;

  private final int number;
  private final String title;
  private final String means;
  private final String remedy;

  ErrorCode(int number, String title, String means, String remedy) {
    this.number = number;
    this.title = title;
    this.means = means;
    this.remedy = remedy;
  }

  /** As printed: {@code TM-501}. */
  public String code() {
    return PREFIX + number;
  }

  /** In a few words, lower case, without a full stop. */
  public String title() {
    return title;
  }

  /** In one or two sentences; names of settings and commands stand in back quotes. */
  public String means() {
    return means;
  }

  /** What the user can do; written as {@link #means}. */
  public String remedy() {
    return remedy;
  }

  /** What its group has in common, which is the one who has to do something. */
  public String group() {
    return switch (number / GROUP) {
      case 1 -> "What was asked for";
      case 2 -> "The flow";
      case 3 -> "Systems outside";
      case 4 -> "Sources and targets that aren't as they were, or should be";
      case 5 -> "Data";
      case 6 -> "Owners";
      case 7 -> "The store";
      case 8 -> "Signals";
      default -> "The program";
    };
  }

  /** The one that is written so, in upper or lower case. */
  public static Optional<ErrorCode> parse(String text) {
    String wanted = text.strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(each -> each.code().equals(wanted)).findFirst();
  }

  /** That of what is at fault. */
  public static ErrorCode of(Fault fault) {
    return switch (fault) {
      case AWAY -> NO_ANSWER;
      case FULL -> DISK_FULL;
      case DENIED -> NOT_ALLOWED;
      case MISSING -> NOT_THERE;
      case SYSTEM -> SYSTEM_REFUSED;
      case FLOW -> FLOW_UNFIT;
      case REPEATS -> NOT_AGREED;
      case MISFIT -> TARGET_UNFIT;
      case WENT_BACK -> TARGET_WENT_BACK;
      case LOST_DATA -> TARGET_LOST_DATA;
      case SOURCE_CHANGED -> SOURCE_CHANGED;
      case SOURCE_DAMAGED -> SOURCE_DAMAGED;
      case RECORD -> BAD_RECORD;
      case LETTERS -> TOO_MANY_LETTERS;
      case OWNER -> TAKEN_OVER;
      case STORE_AWAY -> STORE_AWAY;
      case STORE_UNUSABLE -> STORE_UNUSABLE;
      case STORE_NEWER -> STORE_NEWER;
      case STORE_FOREIGN -> STORE_FOREIGN;
      case MEMORY -> MEMORY;
      case BUG -> BUG;
    };
  }
}
