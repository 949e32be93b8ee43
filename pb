#!/bin/sh
# The one launcher: finds a JDK 25, builds what is stale, runs a command.
set -eu
cd "$(dirname "$0")"

is25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null; }
up3() { p=$(readlink -f "$(command -v "$1" 2>/dev/null || echo nothing)") && dirname "$(dirname "$(dirname "$p")")"; }
jdk=
for c in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "$(up3 java)"/* "$(up3 javac)"/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
  if [ -n "$c" ] && is25 "$c"; then jdk=$c; break; fi
done
[ -n "$jdk" ] || {
  echo "ProtocolBanks needs a JDK 25 with javac; none was found. Install Temurin 25, or set JAVA_HOME (or JAVA25_HOME) to it." >&2
  exit 3
}
export JAVA_HOME="$jdk" PATH="$jdk/bin:$PATH"
export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"

for tool in mvn node npm; do
  command -v "$tool" >/dev/null 2>&1 || { echo "ProtocolBanks needs '$tool' on the PATH (Maven 3.8+, Node 20+)." >&2; exit 3; }
done

app=apps/pb/target
build() {
  if [ ! -f "$app/pb.jar" ] || [ -n "$(find pom.xml foundation features sdk/java apps contracts/artifacts contracts/package-lock.json \
      \( -name target -o -name node_modules \) -prune -o -type f -newer "$app/pb.jar" -print 2>/dev/null | head -n 1)" ]; then
    echo "Building (the first time takes some minutes, most of it downloads) ..." >&2
    mvn -B -ntp -q -Dquick -DskipTests -Dmaven.test.skip=true -pl apps/pb -am package >&2
    touch "$app/pb.jar"
  fi
}

case "${1:-}" in
  test)
    shift
    tools/prepare-tests
    if [ "${1:-}" = "--full" ]; then
      shift
      set -- -Dpb.full=true -Dpb.fuzz.tries=10000 "$@"
      [ -d contracts/node_modules/@foundry-rs ] || npm ci --prefix contracts --no-audit --no-fund --loglevel=error
      FOUNDRY_PROFILE=full contracts/tools/forge test
    fi
    exec mvn -B -ntp verify "$@" ;;
  format) exec mvn -B -ntp -q spotless:apply ;;
  *)
    build
    # shellcheck disable=SC2086
    exec java ${PB_JAVA_OPTS:--Xmx768m -XX:+UseSerialGC} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
      -Dorg.jooq.no-logo=true -Dorg.jooq.no-tips=true -Duser.timezone=UTC -Dpb.root="$PWD" \
      -cp "$app/pb.jar:$app/lib/*" com.protocolbanks.pb.Main "$@" ;;
esac
