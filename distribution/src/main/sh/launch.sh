# What ./tidemark and the distribution's bin/tidemark share: finding a JDK, the cache for a quick start, the start itself.
# Sourced, not run. Plain POSIX sh.
#
#   TIDEMARK_JAVA_HOME  the JDK to use (else JAVA_HOME, java on the PATH, the newest installed)
#   TIDEMARK_OPTS       more options for the JVM, for example -Xmx4g

say() { printf 'tidemark: %s\n' "$*" >&2; }

# Something outside is missing or doesn't answer: exit code 3, as the program itself would say it.
fail() {
  say "$@"
  exit 3
}

# --- the JDK -----------------------------------------------------------------------------------

# Sets jdk_major and jdk_version from the JDK's own release file; false if $1 holds none.
read_jdk() {
  jdk_version=
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  [ -x "$1/bin/javac" ] || [ -z "${jdk_must_compile:-}" ] || return 1
  while IFS='=' read -r key value; do
    [ "$key" = JAVA_VERSION ] && jdk_version=$value
  done <"$1/release"
  jdk_version=${jdk_version#\"}
  jdk_version=${jdk_version%\"*}
  jdk_major=${jdk_version%%[!0-9]*}
  [ -n "$jdk_major" ]
}

use_if_new_enough() {
  read_jdk "$1" && [ "$jdk_major" -ge 21 ] && java_home=$1
}

java_on_path() {
  found=$(command -v java) || return 1
  while [ -L "$found" ]; do
    link=$(readlink "$found")
    case $link in
      /*) found=$link ;;
      *) found=$(dirname "$found")/$link ;;
    esac
  done
  use_if_new_enough "$(dirname "$(dirname "$found")")"
}

newest_installed() {
  newest=0
  for candidate in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* \
    "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if read_jdk "$candidate" && [ "$jdk_major" -ge 21 ] && [ "$jdk_major" -gt "$newest" ]; then
      newest=$jdk_major
      java_home=$candidate
    fi
  done
  [ "$newest" -gt 0 ] && read_jdk "$java_home"
}

find_jdk() {
  if [ -n "${TIDEMARK_JAVA_HOME:-}" ]; then
    use_if_new_enough "$TIDEMARK_JAVA_HOME" && return
    fail "TIDEMARK_JAVA_HOME is $TIDEMARK_JAVA_HOME, where there is no JDK 21 or newer."
  fi
  [ -n "${JAVA_HOME:-}" ] && use_if_new_enough "$JAVA_HOME" && return
  java_on_path && return
  newest_installed && return
  say "no JDK 21 or newer found: not in JAVA_HOME, not on the PATH, not where JDKs are usually installed."
  say "Install one, for example Eclipse Temurin 25 (https://adoptium.net), or name its folder:"
  fail "    export TIDEMARK_JAVA_HOME=/path/to/jdk"
}

# --- a quick start -----------------------------------------------------------------------------

# A cache holds the classes of a training run, loaded and linked. The JVM checks that it fits, and does without if not.
# $1 is the cache's path without its ending.
choose_cache() {
  if [ "$jdk_major" -ge 25 ]; then
    cache=$1.aot
    cache_write=-XX:AOTCacheOutput=
    cache_read=-XX:AOTCache=
    cache_log=aot*=off,cds*=off
  else
    cache=$1.jsa
    cache_write=-XX:ArchiveClassesAtExit=
    cache_read=-XX:SharedArchiveFile=
    cache_log=cds*=off
  fi
}

# Sets jvm_options. JDK 24 warns on stderr when a library (here protobuf, which Calcite brings) uses the old Unsafe.
choose_options() {
  case $jdk_major in
    2[3456]) jvm_options=--sun-misc-unsafe-memory-access=allow ;;
    *) jvm_options= ;;
  esac
  # The parallel collector moves up to a fifth more records than the default one, which looks after short pauses. What is
  # under way lives for one batch: half of a small heap is for it, or most of it is taken for old; and no more of a large
  # one than is used again while the memory is at hand, since memory that is new costs a page fault for every 4 kB.
  case " ${TIDEMARK_OPTS:-} " in
    *-XX:+Use*GC\ *) return ;;
  esac
  jvm_options="$jvm_options -XX:+UseParallelGC"
  if ! has_large_heap; then
    jvm_options="$jvm_options -XX:NewRatio=1"
  elif [ "$jdk_major" -le 25 ]; then
    # Of that, a quarter each way for what a collection finds in use, and that it is copied up to 15 times: by itself the
    # collector would soon take all of it for old after one, and leave it there, hundreds of megabytes of it.
    jvm_options="$jvm_options -Xmn256m -XX:InitialSurvivorRatio=4 -XX:-UsePSAdaptiveSurvivorSizePolicy"
    jvm_options="$jvm_options -XX:InitialTenuringThreshold=15"
  else
    # Whether a later JDK still has those options isn't known, and it wouldn't start with one that it hasn't.
    jvm_options="$jvm_options -Xmn256m"
  fi
}

# Whether the heap is as large as the JVM makes it by itself, and that is 1 GB or more: a quarter of the memory.
has_large_heap() {
  case " ${TIDEMARK_OPTS:-} " in
    *\ -Xm* | *HeapSize* | *NewSize* | *RAM*) return 1 ;;
  esac
  memory=$(sed -n 's/^MemTotal: *\([0-9]*\) kB$/\1/p' /proc/meminfo 2>/dev/null)
  [ "${memory:-0}" -ge 4000000 ] || return 1
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    limit=$(cat "$file" 2>/dev/null)
    case ${limit:-max} in
      max) ;;
      *) [ "$limit" -ge 4000000000 ] || return 1 ;;
    esac
  done
}

# Makes the cache: of $jar, at $cache, by a run of a small flow, which halves the time that a run takes to begin.
# Written under a name of its own, then renamed: a cache is whole or not there.
train() {
  lesson=$(mktemp -d "${TMPDIR:-/tmp}/tidemark-XXXXXX" 2>/dev/null) || return
  for record in 1 2 3; do
    printf '{"id":%d,"name":"a","price":1.50,"made":"2026-01-31T13:45:00Z"}\n' "$record"
  done >"$lesson/records.jsonl"
  cat >"$lesson/flow.yaml" <<'END'
name: training
stages:
  - { name: records, type: file, config: { path: records.jsonl, format: jsonl } }
  - name: changed
    type: sql
    config: { query: "SELECT id, name, price * 2 AS twice, CAST(made AS TIMESTAMP) AS made FROM input WHERE id > 1" }
  - name: table
    type: sqlite
    config: { connection: { kind: sqlite, path: out.db }, table: records, mode: merge, key: [id] }
END
  (
    unset TIDEMARK_STORE TIDEMARK_PLUGINS
    # shellcheck disable=SC2086 # a list of options
    exec nice "$java_home/bin/java" "$cache_write$cache.$$" -Xlog:disable $jvm_options -jar "$jar" \
      run "$lesson/flow.yaml"
  ) >/dev/null 2>&1 </dev/null
  rm -rf "$lesson"
  [ -s "$cache.$$" ] && mv -f "$cache.$$" "$cache"
  rm -f "$cache.$$"*
}

# The same in the background and on its own, so that the command does not wait for it. $1 is a folder that one trainer
# at a time makes; one that was killed has left it, so it counts for ten minutes.
train_aside() {
  find "$1" -prune -mmin +10 -exec rmdir {} \; 2>/dev/null
  mkdir "$1" 2>/dev/null || return 0
  ( (
    train
    rmdir "$1"
  ) </dev/null >/dev/null 2>&1 &)
}

# --- the start ---------------------------------------------------------------------------------

# Becomes the program, with the arguments given. What the JVM itself has to say goes to stderr, for stdout may be read by
# a program.
start() {
  if [ -n "$cache" ] && [ -s "$cache" ]; then set -- "$cache_read$cache" -jar "$jar" "$@"; else set -- -jar "$jar" "$@"; fi
  # shellcheck disable=SC2086 # TIDEMARK_OPTS is a list of options
  exec "$java_home/bin/java" -Xlog:disable "-Xlog:all=warning,$cache_log:stderr" $jvm_options ${TIDEMARK_OPTS:-} "$@"
}
