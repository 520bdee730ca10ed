#!/usr/bin/env bash
# What a handler costs for each decoded event, in time and in allocated bytes, by JMH. No root.
#   handler.sh [JMH OPTIONS]
. "$(dirname "$0")/common.sh"
cd "$root"
mvn -q -B -Dquick -Pbenchmarks -pl pipelines -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath"
java=java
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  grep -qsE '^JAVA_VERSION="(2[5-9]|[3-9])' "$home/release" && java=$home/bin/java && break
done
"$java" -cp "pipelines/target/test-classes:pipelines/target/classes:$(cat "$work/classpath")" \
  org.openjdk.jmh.Main HandlerBenchmark -prof gc -rf csv -rff "$work/jmh.csv" \
  -jvmArgs "-Xss4m -XX:+UseSerialGC -Xmx1g" "$@" >"$work/log" 2>&1 || {
  tail -40 "$work/log"
  exit 1
}
printf '%-24s %10s %14s\n' handler ns/event bytes/event
awk -F'","|",|,"|,' '
  /events"/ { time[$NF] = $5; order[++n] = $NF }
  /gc.alloc.rate.norm"/ { bytes[$NF] = $5 }
  END { for (i = 1; i <= n; i++) { p = order[i]; b = p; gsub(/["\r]/, "", b)
    printf "%-24s %10.1f %14.3f\n", "{ " b " }", time[p], bytes[p] } }' "$work/jmh.csv"
