#!/usr/bin/env bash
# The same programs in steady state: the interpreter and the JVM back end (by JMH) beside Lua. No root.
#   engines.sh [JMH OPTIONS]
. "$(dirname "$0")/common.sh"
cd "$root"
mvn -q -B -Dquick -Pbenchmarks -pl pipelines -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath"
java=java
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9])' "$home/release" && java=$home/bin/java && break
done
"$java" -Xss4m -cp "pipelines/target/test-classes:pipelines/target/classes:$(cat "$work/classpath")" \
  org.openjdk.jmh.Main ProgramsBenchmark -rf csv -rff "$work/jmh.csv" \
  -jvmArgs "-Xss4m -XX:+UseSerialGC -Xmx1g -Dprograms=$here/programs" "$@" >"$work/log" || {
  tail -40 "$work/log"
  exit 1
}
time_of() {
  awk -F, -v p="$1" -v e="$2" '{ gsub(/"/, "") } $9 == p && $8 == e || $8 == p && $9 == e { printf "%.1f", $5 }' "$work/jmh.csv"
}
printf '%-10s %12s %10s %10s %10s %14s %12s\n' program interpreter JVM lua5.4 luajit interp./lua5.4 JVM/luajit
for script in "$here"/programs/*.lua; do
  program=$(basename "$script" .lua)
  interpreter=$(time_of "$program" INTERPRETER) jvm=$(time_of "$program" JVM)
  lua=- jit=- r=- rj=-
  if has lua5.4; then lua=$(lua5.4 "$here/steady.lua" "$script"); r=$(ratio "$interpreter" "$lua"); fi
  if has luajit; then jit=$(luajit "$here/steady.lua" "$script"); rj=$(ratio "$jvm" "$jit"); fi
  printf '%-10s %12s %10s %10s %10s %14s %12s\n' "$program" "$interpreter" "$jvm" "$lua" "$jit" "$r" "$rj"
done | tee "$work/table"
awk '{ if ($6 != "-") { a += log($6); n++ } if ($7 != "-") { b += log($7) } }
  END { if (n) printf "%-10s %12s %10s %10s %10s %14.2f %12.2f\n", "geo. mean", "ms", "ms", "ms", "ms", exp(a / n), exp(b / n) }' "$work/table"
