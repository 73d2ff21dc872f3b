# For the scripts of this folder to source: a JDK and the built benchmarks.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
flags=(--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC)

fail() {
  printf 'bench/%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 2
}

needs_jdk() {
  "$java" --version 2>/dev/null | grep -qE '^[a-z]+ (2[5-9]|[3-9][0-9])' || fail 'point JAVA_HOME at a JDK 25 or later'
}

needs_jar() {
  needs_jdk
  [[ -r $here/target/benchmarks.jar ]] || fail 'build first: mvn -DskipTests package'
}

# Runs class $1 of the benchmarks with the arguments that follow.
ours() {
  "$java" "${flags[@]}" -cp "$here/target/benchmarks.jar" "tombola.bench.$1" "${@:2}"
}
