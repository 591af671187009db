#!/usr/bin/env bash
# The one entry to the project: ./build.sh help
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

readonly OUT="$PWD/out"
readonly LOGS="$OUT/log"
readonly RESULTS="$OUT/test"
readonly SOLUTION="Pmip.Appliance.sln"
# Nothing may linger after the script, so neither MSBuild nodes nor a compiler server are left behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

child=""
target_framework=""

# --- what is said, and what is cleaned up ----------------------------------------------------------------------------

heading() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
fail() { printf '\nFAILED: %s\n' "$*" >&2; exit 1; }

# Network namespaces are named pmip-PID-NAME. Those whose process is gone are nobody's: a killed run leaves them here.
remove_leftover_namespaces() {
    [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null || return 0
    local namespace owner process
    while read -r namespace _; do
        [[ "$namespace" =~ ^pmip-([0-9]+)- ]] || continue
        owner="${BASH_REMATCH[1]}"
        [ -d "/proc/$owner" ] && continue
        for process in $(ip netns pids "$namespace" 2>/dev/null); do kill -KILL "$process" 2>/dev/null; done
        ip netns delete "$namespace" 2>/dev/null
    done < <(ip netns list 2>/dev/null)
}

# Every command runs in a process group of its own, so that an interruption reaches all of it, and only it.
clean_up() {
    trap '' INT TERM
    if [ -n "$child" ] && kill -TERM -- "-$child" 2>/dev/null; then
        local patience=150
        while kill -0 -- "-$child" 2>/dev/null && [ $((patience -= 1)) -gt 0 ]; do sleep 0.1; done
        kill -KILL -- "-$child" 2>/dev/null
    fi
    remove_leftover_namespaces
}
trap clean_up EXIT
trap 'printf "\ninterrupted\n" >&2; exit 130' INT
trap 'exit 143' TERM

start() {
    set -m
    "$@" &
    child=$!
    set +m
    wait "$child"
    local status=$?
    child=""
    return "$status"
}

# run LOG COMMAND...: quiet while it works, the end of its output when it fails. The output stays in out/log.
run() {
    local log="$LOGS/$1.log" started=$SECONDS status
    shift
    mkdir -p "$LOGS"
    start "$@" >"$log" 2>&1
    status=$?
    if [ "$status" -ne 0 ]; then
        grep -E 'error|warn' "$log" | sort -u | head -n 30
        tail -n 15 "$log"
        note "failed after $((SECONDS - started)) s; all of it is in ${log#"$PWD/"}"
        return "$status"
    fi
    note "ok, $((SECONDS - started)) s"
}

# watch LOG COMMAND...: the same, shown while it works.
watch() {
    local log="$LOGS/$1.log"
    shift
    mkdir -p "$LOGS"
    start "$@" > >(tee "$log") 2>&1
}

# --- what the machine needs ------------------------------------------------------------------------------------------

readonly PACKAGES_BUILD="clang llvm libbpf-dev binutils zlib1g-dev"
readonly PACKAGES_LAB="iproute2 iperf3 iputils-ping udhcpc ethtool tcpdump procps"
readonly PACKAGES_TEST="tshark python3-scapy"

need_sdk() {
    command -v dotnet >/dev/null \
        || fail "the .NET 10 SDK is not on the PATH. Install it (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again."
    local version
    version="$(dotnet --version 2>/dev/null)"
    case "$version" in
        10.*) note ".NET SDK $version" ;;
        *) fail "this needs the .NET 10 SDK; 'dotnet --version' here says '${version:-nothing}'. See https://dotnet.microsoft.com/download/dotnet/10.0." ;;
    esac
}

need_packages() {
    local missing="" package
    command -v dpkg-query >/dev/null || {
        note "not a Debian: make sure that these are there: $*"
        return 0
    }
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=" $package"
    done
    if [ -z "$missing" ]; then
        note "packages: all there"
    elif [ "$(id -u)" -ne 0 ]; then
        note "these packages are missing:$missing"
        note "install them with this line, then run this again:"
        printf '\n    sudo apt-get update && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends%s\n' "$missing"
        fail "packages are missing and only root can install them"
    else
        note "installing$missing"
        run apt-update apt-get update -q || fail "apt-get update"
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive run apt-install apt-get install -q -y --no-install-recommends $missing \
            || fail "apt-get install$missing"
    fi
}

need() {
    heading "Tools"
    need_sdk
    need_packages "$@"
}

# --- publish ---------------------------------------------------------------------------------------------------------

machine_rid() {
    case "$(uname -m)" in
        x86_64) echo linux-x64 ;;
        aarch64) echo linux-arm64 ;;
        *) fail "no runtime identifier is known for this machine ($(uname -m)); name one: ./build.sh publish RID" ;;
    esac
}

aot_properties() {
    echo "-p:PmipPublish=true -p:PmipTargetFramework=$1 -p:ArtifactsPath=$OUT/build/aot-$1"
}

# The newest framework whose NativeAOT packs can be had here goes into target_framework.
choose_framework() {
    local rid="$1" framework
    for framework in net10.0 net9.0; do
        mkdir -p "$LOGS"
        # shellcheck disable=SC2046
        if start dotnet restore src/Pmip.Appliance -nologo -v q -r "$rid" $(aot_properties "$framework") >"$LOGS/restore-$framework-$rid.log" 2>&1; then
            target_framework="$framework"
            [ "$framework" = net10.0 ] || note "NOTICE: the NativeAOT packs of net10.0 for $rid cannot be restored here; publishing for $framework instead"
            return 0
        fi
    done
    grep -hoE 'error [A-Z]+[0-9]+: .*' "$LOGS/restore-net10.0-$rid.log" "$LOGS/restore-net9.0-$rid.log" | cut -c1-160 | sort -u | head -n 6
    fail "no NativeAOT packs for $rid can be restored from the package sources of this machine (tried net10.0 and net9.0)"
}

publish() {
    local rid="${1:-$(machine_rid)}" staging binary
    heading "Publish pmipd for $rid"
    staging="$OUT/build/staging-$rid"
    binary="$OUT/$rid/pmipd"
    choose_framework "$rid"
    rm -rf "$staging"
    # shellcheck disable=SC2046
    run "publish-$rid" dotnet publish src/Pmip.Appliance -nologo -v q -c Release -r "$rid" --no-restore \
        $(aot_properties "$target_framework") -o "$staging" || fail "publish for $rid"
    mkdir -p "$OUT/$rid" "$OUT/symbols/$rid"
    mv -f "$staging/pmipd" "$binary"
    [ -f "$staging/pmipd.dbg" ] && mv -f "$staging/pmipd.dbg" "$OUT/symbols/$rid/pmipd.dbg"
    if find "$OUT/$rid" -name '*.dll' -o -name '*.so' -o -name '*.json' | grep -q .; then
        fail "something is beside $binary that should have been inside it"
    fi
    rm -rf "$staging"
    note "out/$rid/pmipd: $(stat -c %s "$binary") octets, $target_framework, stripped, nothing beside it"
}

# Publishes unless the binary is newer than everything it is made of.
publish_if_stale() {
    local binary
    binary="$OUT/$(machine_rid)/pmipd"
    if [ -f "$binary" ] && ! find src Directory.Build.props Directory.Packages.props global.json -newer "$binary" -type f | grep -q .; then
        heading "Publish pmipd"
        note "${binary#"$PWD/"} is newer than its sources"
    else
        publish
    fi
}

# The compiler that made the machine's binary can also generate code for ARM64 from the same input. Linking and running it
# need packs and a machine that are not here.
check_arm64_code() {
    local response object compiler
    response="$(find "$OUT/build/aot-$target_framework/obj" -name 'pmipd.ilc.rsp' -print -quit 2>/dev/null)"
    [ -n "$response" ] || {
        note "no compiler response file is left by the publish"
        return 1
    }
    compiler="$(grep -oE '[^:]*/runtime\.linux-[a-z0-9]+\.microsoft\.dotnet\.ilcompiler/[^/]+' "$response" | head -n 1)/tools/ilc"
    object="$OUT/arm64-check/pmipd.o"
    mkdir -p "$OUT/arm64-check"
    rm -f "$object"
    sed -E -e '/^--instruction-set/d' -e '/^--targetarch/d' -e "s|^-o:.*|-o:$object|" "$response" >"$OUT/arm64-check/pmipd.rsp"
    echo '--targetarch:arm64' >>"$OUT/arm64-check/pmipd.rsp"
    run arm64 "$compiler" "@$OUT/arm64-check/pmipd.rsp" || return 1
    readelf -h "$object" | grep -q AArch64 || {
        note "the object is not AArch64"
        return 1
    }
    note "aarch64 object $(stat -c %s "$object") bytes"
    rm -rf "$OUT/arm64-check"
}

# --- test ------------------------------------------------------------------------------------------------------------

passed=0
failed=0
skipped=0

check() {
    "$@" || failed=$((failed + 1))
}

attribute() { grep -oE "<Counters [^>]*" "$2" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+'; }

# One test project: its counts come from the result file; a run that died before writing one counts as a failure.
run_tests() {
    local project="$1" verbosity="$2" results="$RESULTS/$1.trx" total executed
    mkdir -p "$RESULTS"
    rm -f "$results"
    watch "$project" dotnet test "tests/$project" -nologo --no-build --no-restore -v q \
        --logger "trx;LogFileName=$results" --logger "console;verbosity=$verbosity" --blame-hang-timeout 10m
    local status=$?
    if [ ! -s "$results" ]; then
        note "$project left no results (exit status $status)"
        failed=$((failed + 1))
        return
    fi
    total="$(attribute total "$results")"
    executed="$(attribute executed "$results")"
    passed=$((passed + $(attribute passed "$results")))
    skipped=$((skipped + total - executed))
    local bad=$((executed - $(attribute passed "$results")))
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    failed=$((failed + bad))
}

verb_test() {
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB $PACKAGES_TEST
    remove_leftover_namespaces
    heading "Build"
    run build dotnet build "$SOLUTION" -nologo -v q || fail "the solution does not build"
    heading "Format"
    check run format dotnet format "$SOLUTION" --no-restore --verify-no-changes
    heading "Unit tests"
    run_tests Pmip.Unit minimal
    publish
    heading "End-to-end tests"
    [ "$(id -u)" -eq 0 ] || note "not root: the tests that need network namespaces are skipped"
    PMIPD="$OUT/$(machine_rid)/pmipd" run_tests Pmip.EndToEnd normal
    if [ "$(machine_rid)" = linux-x64 ]; then
        heading "Code generation for ARM64"
        check check_arm64_code
    fi
    heading "Same run of the engine from either compiler"
    check check_digest
    heading "Verdict after $SECONDS s"
    if [ "$failed" -eq 0 ]; then
        note "all is well"
    else
        note "something failed: see above, and"
        grep -hoE 'testName="[^"]*"[^>]* outcome="Failed"' "$RESULTS"/*.trx | sed -E 's/^testName="([^"]*)".*/     \1/' | sort -u
    fi
    local closing="$passed passed, $failed failed"
    [ "$skipped" -gt 0 ] && closing+=", $skipped skipped"
    printf '%s\n' "$closing"
    [ "$failed" -eq 0 ]
}

# --- demo and bench --------------------------------------------------------------------------------------------------

verb_demo() {
    [ "$(id -u)" -eq 0 ] || note "the demo makes network namespaces: it needs root for that (sudo ./build.sh demo)"
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB
    [ "$(id -u)" -eq 0 ] || fail "run it as root: sudo ./build.sh demo"
    remove_leftover_namespaces
    publish_if_stale
    heading "Demo"
    run build-demo dotnet build tests/Pmip.Demo -nologo -v q -c Release || fail "the demo does not build"
    PMIPD="$OUT/$(machine_rid)/pmipd" watch demo dotnet exec out/build/net10.0/bin/Pmip.Demo/release/Pmip.Demo.dll \
        || fail "the demo: a step did not do what it should"
}

# The benchmarks as a native program, since it is native code that serves. Beside the log nothing is printed.
publish_bench() {
    local rid staging="$OUT/build/staging-bench"
    rid="$(machine_rid)"
    [ -n "$target_framework" ] || choose_framework "$rid"
    # shellcheck disable=SC2046
    run publish-bench dotnet publish tests/Pmip.Bench -nologo -v q -c Release -r "$rid" $(aot_properties "$target_framework") -o "$staging" \
        || return 1
    mkdir -p "$OUT/bench"
    mv -f "$staging/pmip-bench" "$OUT/bench/pmip-bench"
    rm -rf "$staging"
}

# What the engine does must not depend on who compiled it, and neither compiler's code may allocate.
check_digest() {
    local words="--digest 5213 --transactions 1000000" jit native
    publish_bench || return 1
    # shellcheck disable=SC2086
    jit="$(dotnet exec out/build/net10.0/bin/Pmip.Bench/debug/pmip-bench.dll $words)" && native="$("$OUT/bench/pmip-bench" $words)" || {
        note "a seeded run failed: ${jit:-} ${native:-}"
        return 1
    }
    note "JIT:    $jit"
    note "native: $native"
    [ "$jit" = "$native" ]
}

verb_bench() {
    exec 3>&1
    [[ " $* " != *" --json "* ]] || exec 1>&2
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB
    remove_leftover_namespaces
    publish_if_stale
    heading "Bench"
    publish_bench || fail "the benchmarks do not build"
    start "$OUT/bench/pmip-bench" --pmipd "$OUT/$(machine_rid)/pmipd" "$@" >&3 || fail "the benchmarks"
}

usage() {
    cat <<'EOF'
usage: ./build.sh VERB

  demo            publish, then show the main job: two devices, two MAGs and an LMA in network namespaces (root)
  test            build, format, unit tests, publish, end-to-end tests (root), code generation for ARM64
  publish [RID]   out/RID/pmipd, one native binary; RID is this machine's unless given (linux-x64, linux-arm64)
  bench [--json] [--transactions N]
                  engine transactions per second; size, start to ready and resident memory of pmipd (root)
  help            this

Missing Debian packages are installed when root; otherwise the line to run is printed. Needs the .NET 10 SDK.
EOF
}

case "${1:-help}" in
    demo) verb_demo ;;
    test) verb_test ;;
    publish)
        # shellcheck disable=SC2086
        need $PACKAGES_BUILD
        publish "${2:-}"
        ;;
    bench)
        shift
        verb_bench "$@"
        ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
