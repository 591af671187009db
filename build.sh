#!/usr/bin/env bash
# The one entry to the project: ./build.sh help
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

readonly OUT="$PWD/out"
readonly LOGS="$OUT/log"
readonly RESULTS="$OUT/test"
readonly SOLUTION="Pmip.Appliance.sln"
# Nothing may linger after the script, so neither MSBuild nodes nor a compiler server are left behind.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDTERMINALLOGGER=off
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
export DOTNET_EnableDiagnostics=0 DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
# A shell that became root by su lacks the folders where Debian keeps ip, sysctl and udhcpc.
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

case "$(uname -m)" in
    x86_64) MACHINE_RID=linux-x64 ;;
    aarch64) MACHINE_RID=linux-arm64 ;;
    *) MACHINE_RID="" ;;
esac
readonly MACHINE_RID
# The other kind of machine that the product is made for.
FOREIGN_RID=linux-arm64
[ "$MACHINE_RID" != linux-arm64 ] || FOREIGN_RID=linux-x64
readonly FOREIGN_RID

# The process group that works now, what copies its output to the screen, and the descriptor it writes to.
child=""
screen=""
output=""
target_framework=""
board_property=""
cross_properties=""
is_testing=""
passed=0
failed=0
skipped=0
failures=()

# --- what is said, and what is cleaned up ----------------------------------------------------------------------------

heading() { printf '\n== %s\n' "$*"; }
note() { printf '   %s\n' "$*"; }
done_with() { heading "Done after $SECONDS s: $*"; }

fail() {
    printf '\nFAILED: %s\n' "$*" >&2
    if [ -n "$is_testing" ]; then
        failed=$((failed + 1))
        counts
    fi
    exit 1
}

# The last line of a test run, whatever became of it.
counts() {
    [ "$skipped" -eq 0 ] || note "$skipped skipped"
    printf '%s\n' "$passed passed, $failed failed"
}

# Network namespaces are named pmip-PID-NAME, folders pmip-lab-PID-.... Those whose process is gone are nobody's: a killed run
# leaves them here.
remove_leftovers() {
    [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null || return 0
    local namespace owner process folder
    for folder in "${TMPDIR:-/tmp}"/pmip-lab-*; do
        [[ "${folder##*/}" =~ ^pmip-lab-([0-9]+)- ]] && [ ! -d "/proc/${BASH_REMATCH[1]}" ] || continue
        # What nodes pinned there goes with the mount.
        mountpoint -q "$folder/bpf" && umount "$folder/bpf"
        rm -rf "$folder"
    done
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
    trap '' INT TERM HUP
    if [ -n "$child" ] && kill -TERM -- "-$child" 2>/dev/null; then
        local patience=150
        while kill -0 -- "-$child" 2>/dev/null && [ $((patience -= 1)) -gt 0 ]; do sleep 0.1; done
        kill -KILL -- "-$child" 2>/dev/null
    fi
    if [ -n "$screen" ] && [ -n "$output" ]; then
        exec {output}>&-
        wait "$screen"
    fi
    remove_leftovers
}
trap clean_up EXIT
trap 'printf "\ninterrupted: cleaning up\n" >&2; exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# What a command leaves running when it ends, a crashed test host for one, ends with it. Only the command writes to the pipe or
# the file behind $output: this shell's own words always reach the screen.
start() {
    set -m
    "$@" </dev/null >&"${output:-1}" 2>&"${output:-2}" &
    child=$!
    set +m
    wait "$child"
    local status=$?
    kill -KILL -- "-$child" 2>/dev/null
    child=""
    return "$status"
}

start_into() {
    local status
    exec {output}>"$1"
    shift
    start "$@"
    status=$?
    exec {output}>&-
    output=""
    return "$status"
}

# run LOG COMMAND...: quiet while it works, the end of its output when it fails. The output stays in out/log.
run() {
    local log="$LOGS/$1.log" started=$SECONDS status
    shift
    mkdir -p "$LOGS"
    start_into "$log" "$@"
    status=$?
    if [ "$status" -ne 0 ]; then
        grep -E 'error|warn' "$log" | sort -u | head -n 30 | grep . || tail -n 30 "$log"
        note "failed after $((SECONDS - started)) s; all of it is in ${log#"$PWD/"}"
        return "$status"
    fi
    note "ok, $((SECONDS - started)) s"
}

# watch LOG COMMAND...: the same, shown while it works.
watch() {
    local log="$LOGS/$1.log" status
    shift
    mkdir -p "$LOGS"
    exec {output}> >(exec tee -i "$log")
    screen=$!
    start "$@"
    status=$?
    exec {output}>&-
    output=""
    wait "$screen"
    screen=""
    return "$status"
}

# --- what the machine needs ------------------------------------------------------------------------------------------

# To link the binary; to build the lab of namespaces; to compile the BPF programs again, capture and judge.
readonly PACKAGES_BUILD="clang binutils zlib1g-dev"
readonly PACKAGES_LAB="iproute2 iputils-ping procps python3 tcpdump udhcpc"
readonly PACKAGES_TEST="dnsmasq-base bpftool ethtool libbpf-dev python3-scapy tshark"
# To boot guests; to link for another kind of machine than this.
readonly PACKAGES_GUESTS="kmod qemu-system-arm qemu-system-x86 xz-utils"
readonly PACKAGES_CROSS="lld llvm"

need_sdk() {
    command -v dotnet >/dev/null \
        || fail "the .NET 10 SDK is not on the PATH${SUDO_USER:+ that sudo gives}. Install it (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again."
    local version
    version="$(dotnet --version 2>/dev/null </dev/null)"
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
        note "packages that are missing:$missing"
        note "only root can install them. Run this line, then this script again:"
        printf '\n    sudo sh -c "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends%s"\n' "$missing"
        fail "packages are missing"
    else
        export DEBIAN_FRONTEND=noninteractive
        note "apt-get update"
        run apt-update apt-get update -q -o DPkg::Lock::Timeout=300 || fail "apt-get update"
        note "apt-get install$missing"
        # An installation that was interrupted is finished first.
        start_into "$LOGS/apt-configure.log" dpkg --configure -a || fail "dpkg --configure -a"
        # shellcheck disable=SC2086
        run apt-install apt-get install -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 $missing \
            || fail "apt-get install$missing"
    fi
}

need() {
    heading "Tools"
    if ! mkdir -p "$LOGS" 2>/dev/null || [ ! -w "$LOGS" ] || [ ! -w "$OUT" ]; then
        fail "out/ cannot be written: another user, perhaps root, built here. Remove it (sudo rm -r out), then run this again."
    fi
    need_sdk
    need_packages "$@"
}

# --- publish ---------------------------------------------------------------------------------------------------------

aot_properties() {
    echo "-p:PmipPublish=true -p:PmipTargetFramework=$1 -p:ArtifactsPath=$OUT/build/aot-$1$board_property$cross_properties"
}

# architecture_of RID: as Debian says it.
architecture_of() {
    case "$1" in
        linux-x64) echo amd64 ;;
        linux-arm64) echo arm64 ;;
    esac
}

# Linking for another kind of machine takes a linker that knows it and that machine's C library, which comes out of Debian packages
# that are unpacked below out/ and not installed.
prepare_cross_link() {
    local rid="$1" architecture
    cross_properties=""
    [ "$rid" != "$MACHINE_RID" ] || return 0
    architecture="$(architecture_of "$rid")"
    if [ -z "$architecture" ] || [ -z "$MACHINE_RID" ]; then
        return 0
    fi
    # shellcheck disable=SC2086
    need_packages $PACKAGES_CROSS
    note "the C library of $architecture"
    run "sysroot-$architecture" tests/Pmip.VirtualMachine/guests.sh "$OUT/vm" sysroot "$architecture" || return 1
    cross_properties=" -p:SysRoot=$OUT/vm/sysroot-$architecture -p:LinkerFlavor=lld"
}

# The newest framework whose NativeAOT packs can be had here goes into target_framework; empty when there is none.
choose_framework() {
    local rid="$1" framework
    for framework in net10.0 net9.0; do
        # shellcheck disable=SC2046
        if start_into "$LOGS/restore-$framework-$rid.log" dotnet restore src/Pmip.Appliance -nologo -v q -r "$rid" $(aot_properties "$framework"); then
            target_framework="$framework"
            [ "$framework" = net10.0 ] || note "NOTICE: the NativeAOT packs of net10.0 for $rid cannot be restored here; publishing for $framework instead"
            return 0
        fi
    done
    target_framework=""
    grep -hoE 'error [A-Z]+[0-9]+: .*' "$LOGS/restore-net10.0-$rid.log" "$LOGS/restore-net9.0-$rid.log" | cut -c1-160 | sort -u | head -n 6
    note "no NativeAOT packs for $rid can be restored from the package sources of this machine (tried net10.0 and net9.0)"
    return 1
}

# Lights and buttons by System.Device.Gpio and Iot.Device.Bindings where these can be had; by the kernel's own interfaces else.
choose_board_drivers() {
    if start_into "$LOGS/restore-iot.log" dotnet restore board/Pmip.Board -nologo -v q -p:PmipIot=true "-p:ArtifactsPath=$OUT/build/iot"; then
        board_property=" -p:PmipIot=true"
        note "board drivers: System.Device.Gpio, Iot.Device.Bindings, and the kernel's own interfaces"
    else
        board_property=""
        note "board drivers: the kernel's own interfaces (System.Device.Gpio and Iot.Device.Bindings cannot be restored here)"
    fi
}

# publish RID: false when it did not come about, after saying why.
publish() {
    local rid="$1" staging binary
    heading "Publish pmipd for ${rid:-this machine}"
    if [ -z "$rid" ]; then
        note "no runtime identifier is known for this machine ($(uname -m)); name one: ./build.sh publish RID"
        return 1
    fi
    staging="$OUT/build/staging-$rid"
    binary="$OUT/$rid/pmipd"
    note "restore"
    choose_board_drivers
    prepare_cross_link "$rid" || return 1
    choose_framework "$rid" || return 1
    rm -rf "$staging"
    note "compile and link for $target_framework (a minute or two)"
    # shellcheck disable=SC2046
    run "publish-$rid" dotnet publish src/Pmip.Appliance -nologo -v q -c Release -r "$rid" --no-restore \
        $(aot_properties "$target_framework") -o "$staging" || return 1
    if find "$staging" -name '*.dll' -o -name '*.so' -o -name '*.json' | grep .; then
        note "these are beside the binary and should be inside it"
        return 1
    fi
    mkdir -p "$OUT/$rid" "$OUT/symbols/$rid"
    mv -f "$staging/pmipd" "$binary" || return 1
    [ -f "$staging/pmipd.dbg" ] && mv -f "$staging/pmipd.dbg" "$OUT/symbols/$rid/pmipd.dbg"
    rm -rf "$staging"
    note "out/$rid/pmipd: $(stat -c %s "$binary") octets, $target_framework, stripped, nothing beside it"
}

# Publishes unless the binary is newer than everything it is made of.
publish_if_stale() {
    local binary="$OUT/$MACHINE_RID/pmipd"
    if [ -f "$binary" ] && ! find src board Directory.Build.props Directory.Packages.props global.json -newer "$binary" -type f | grep -q .; then
        heading "Publish pmipd"
        note "${binary#"$PWD/"} is newer than its sources"
    else
        publish "$MACHINE_RID" || fail "publish"
    fi
}

# The compiler that made the machine's binary can also generate code for ARM64 from the same input. Linking and running it
# need packs and a machine that are not here.
check_arm64_code() {
    local response object compiler machine size place="$OUT/arm64-check"
    if [ -x "$OUT/linux-arm64/pmipd" ]; then
        note "not needed: pmipd for linux-arm64 was linked above, and ran in a guest"
        return 0
    fi
    if [ "$MACHINE_RID" != linux-x64 ]; then
        note "skipped: it is made of the input of a publish for linux-x64; this machine is ${MACHINE_RID:-$(uname -m)}"
        return "$SKIPPED"
    fi
    if [ -z "$target_framework" ]; then
        note "skipped: the NativeAOT packs, and the compiler in them, cannot be restored here"
        return "$SKIPPED"
    fi
    response="$(find "$OUT/build/aot-$target_framework/obj" -path '*linux-x64*' -name 'pmipd.ilc.rsp' -print -quit 2>/dev/null)"
    if [ -z "$response" ]; then
        note "the publish left no compiler response file"
        return 1
    fi
    compiler="$(tr '\\' '/' <"${response%/*}/compiler.path")/ilc"
    if [ ! -x "$compiler" ]; then
        note "the publish did not say where its compiler is: ${compiler} is none"
        return 1
    fi
    object="$place/pmipd.o"
    rm -rf "$place"
    mkdir -p "$place"
    sed -E -e '/^--instruction-set/d' -e '/^--targetarch/d' -e "s|^-o:.*|-o:$object|" "$response" >"$place/pmipd.rsp"
    echo '--targetarch:arm64' >>"$place/pmipd.rsp"
    if ! run arm64 "$compiler" "@$place/pmipd.rsp"; then
        rm -rf "$place"
        return 1
    fi
    machine="$(readelf -h "$object" | sed -nE 's/^ *Machine: *//p')"
    size="$(stat -c %s "$object")"
    rm -rf "$place"
    note "object for ${machine:-no machine}, $size octets; not linked and not run"
    [ "$machine" = AArch64 ]
}

# --- test ------------------------------------------------------------------------------------------------------------

readonly SKIPPED=77

# wrong WHAT: one more failed, named now and in the verdict.
wrong() {
    failed=$((failed + 1))
    failures+=("$1")
    note "FAILED: $1"
}

# check WHAT COMMAND...: one more passed, failed or, when it says so, skipped.
check() {
    local what="$1"
    shift
    "$@"
    case $? in
        0) passed=$((passed + 1)) ;;
        "$SKIPPED") skipped=$((skipped + 1)) ;;
        *) wrong "$what" ;;
    esac
}

attribute() {
    local number
    number="$(grep -oE '<Counters [^>]*' "$2" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | head -n 1)"
    echo "${number:-0}"
}

# One test project: its counts come from the result file. A run that failed without a failed test (it crashed, or it hung) is a
# failure by itself.
run_tests() {
    local project="$1" verbosity="$2" results="$RESULTS/$1.trx" status good executed total bad
    watch "$project" dotnet test "tests/$project" -nologo --no-build --no-restore -v q --results-directory "$RESULTS" \
        --logger "trx;LogFileName=$results" --logger "console;verbosity=$verbosity" \
        --blame-hang-timeout 10m --blame-hang-dump-type none
    status=$?
    if [ ! -s "$results" ]; then
        wrong "$project left no results (exit status $status)"
        return
    fi
    good="$(attribute passed "$results")"
    executed="$(attribute executed "$results")"
    bad=$((executed - good))
    total="$(attribute total "$results")"
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$total" -eq 0 ]; }; then
        wrong "$project did not run to its end (exit status $status)"
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + total - executed))
}

# --- guests ----------------------------------------------------------------------------------------------------------

readonly GUESTS_OF_TEST="amd64-6.1 arm64-6.1"
readonly GUESTS_ALL="$GUESTS_OF_TEST amd64-5.10 amd64-6.12"

# What runs in guests beside pmipd, for the machine of the guest.
publish_guest_program() {
    local rid="$1" staging="$OUT/build/staging-guest"
    prepare_cross_link "$rid" || return 1
    choose_framework "$rid" || return 1
    # shellcheck disable=SC2046
    run "publish-guest-$rid" dotnet publish tests/Pmip.Guest -nologo -v q -c Release -r "$rid" $(aot_properties "$target_framework") -o "$staging" \
        || return 1
    mkdir -p "$OUT/vm/program-$rid"
    mv -f "$staging/pmip-guest" "$OUT/vm/program-$rid/pmip-guest"
    rm -rf "$staging"
}

# For guests of the other kind of machine; skipped where the packs or the C library for it cannot be had.
publish_foreign() {
    local framework="$target_framework" status
    rm -f "$OUT/$FOREIGN_RID/pmipd" "$OUT/vm/program-$FOREIGN_RID/pmip-guest"
    if prepare_cross_link "$FOREIGN_RID" && choose_framework "$FOREIGN_RID"; then
        publish "$FOREIGN_RID" && publish_guest_program "$FOREIGN_RID"
        status=$?
    else
        note "skipped: nothing can be linked for $FOREIGN_RID here"
        status="$SKIPPED"
    fi
    target_framework="$framework"
    cross_properties=""
    return "$status"
}

# test_in_guests KERNEL...: on other kernels than this machine's. What cannot be had is skipped with the reason.
test_in_guests() {
    note "kernels: $*"
    start tests/Pmip.VirtualMachine/guests.sh "$OUT/vm" kernels "$@"
    start tests/Pmip.VirtualMachine/guests.sh "$OUT/vm" root "$(architecture_of "$FOREIGN_RID")"
    check "publish for $FOREIGN_RID" publish_foreign
    check "publish what runs in guests" publish_guest_program "$MACHINE_RID"
    PMIP_GUESTS="$*" run_tests Pmip.VirtualMachine normal
}

verb_vm_test() {
    is_testing=yes
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB $PACKAGES_TEST $PACKAGES_GUESTS $PACKAGES_CROSS
    remove_leftovers
    publish_if_stale
    heading "Build"
    run build-guests dotnet build tests/Pmip.VirtualMachine -nologo -v q || fail "the tests in guests do not build"
    mkdir -p "$RESULTS"
    heading "Tests in guests"
    # shellcheck disable=SC2086
    test_in_guests $GUESTS_ALL
    counts
    [ "$failed" -eq 0 ]
}

# --- fuzz ------------------------------------------------------------------------------------------------------------

# Of a test run; the verb fuzz may take longer.
readonly FUZZ_SECONDS=12
readonly FUZZER="out/build/net10.0/bin/Pmip.Fuzz/debug/Pmip.Fuzz.dll"

# run_fuzz SECONDS TARGET...: each target is one passed or failed. Two search at a time; what they said is in out/log/fuzz-TARGET.log.
# The commit is the seed, so that each change searches elsewhere and the search of a change can be had again.
run_fuzz() {
    local seconds="$1" seed target log
    shift
    seed=$((16#$(git rev-parse --short=8 HEAD 2>/dev/null || echo 1)))
    mkdir -p "$LOGS"
    rm -f "$LOGS"/fuzz-*.log
    printf '%s\n' "$@" >"$OUT/fuzz-targets"
    # shellcheck disable=SC2016
    start_into "$LOGS/fuzz.log" xargs -a "$OUT/fuzz-targets" -P 2 -I TARGET \
        sh -c 'dotnet exec "$1" "$2" --seconds "$3" --seed "$4" --findings "$5" >"$6/fuzz-$2.log" 2>&1' \
        sh "$FUZZER" TARGET "$seconds" "$seed" "$OUT/findings" "$LOGS"
    for target in "$@"; do
        log="$LOGS/fuzz-$target.log"
        if grep -qs "^$target: no finding" "$log"; then
            passed=$((passed + 1))
            note "$(grep "^$target: no finding" "$log")"
        else
            wrong "fuzz target $target"
            head -n 20 "$log"
        fi
    done
}

# fuzz_targets [TARGET]: the one, or all.
fuzz_targets() {
    if [ -n "${1:-}" ]; then
        echo "$1"
    else
        dotnet exec "$FUZZER" list
    fi
}

verb_fuzz() {
    local target="${1:-}" seconds="${2:-60}" targets
    if [[ "$target" =~ ^[0-9]+$ ]]; then
        seconds="$target"
        target=""
    fi
    is_testing=yes
    need
    heading "Build the fuzzers"
    run build-fuzz dotnet build tests/Pmip.Fuzz -nologo -v q || fail "the fuzzers do not build"
    mapfile -t targets < <(fuzz_targets "$target")
    heading "Fuzz, $seconds s for each target"
    run_fuzz "$seconds" "${targets[@]}"
    counts
    [ "$failed" -eq 0 ]
}

verb_test() {
    local targets
    is_testing=yes
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB $PACKAGES_TEST $PACKAGES_GUESTS $PACKAGES_CROSS
    remove_leftovers
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS"
    heading "Build"
    run build dotnet build "$SOLUTION" -nologo -v q || fail "the solution does not build"
    heading "Format"
    check "format: run dotnet format" run format dotnet format "$SOLUTION" --no-restore --verify-no-changes
    heading "Unit tests"
    run_tests Pmip.Unit minimal
    heading "Conformance"
    run_tests Pmip.Conformance minimal
    heading "Fuzz, $FUZZ_SECONDS s for each target"
    mapfile -t targets < <(fuzz_targets)
    run_fuzz "$FUZZ_SECONDS" "${targets[@]}"
    heading "Simulation"
    note "one of the seeds is the commit, $(commit_seed)"
    PMIP_SIMULATION_SEED="$(commit_seed)" run_tests Pmip.Simulation minimal
    if publish "$MACHINE_RID"; then
        heading "End-to-end tests"
        [ "$(id -u)" -eq 0 ] || note "not root: the tests that need network namespaces are skipped"
        PMIPD="$OUT/$MACHINE_RID/pmipd" run_tests Pmip.EndToEnd normal
    else
        wrong "publish; without a binary the end-to-end tests do not run"
    fi
    heading "Tests in guests"
    # shellcheck disable=SC2086
    test_in_guests $GUESTS_OF_TEST
    heading "Code generation for ARM64"
    check "code generation for ARM64" check_arm64_code
    heading "Same run of the engine from either compiler"
    check "same run of the engine from either compiler" check_digest
    heading "Verdict after $SECONDS s"
    if [ "$failed" -eq 0 ]; then
        note "all is well"
    else
        note "these failed; what they said is above and in out/log"
        [ "${#failures[@]}" -eq 0 ] || printf '     %s\n' "${failures[@]}"
        find "$RESULTS" -name '*.trx' -exec grep -hoE 'testName="[^"]*"[^>]* outcome="Failed"' {} + \
            | sed -E 's/^testName="([^"]*)".*/     \1/' | sort -u
    fi
    counts
    [ "$failed" -eq 0 ]
}

# --- demo and bench --------------------------------------------------------------------------------------------------

verb_demo() {
    if [ "$(id -u)" -ne 0 ]; then
        note "the demo makes network namespaces and installs the packages that are missing. Run this line:"
        printf '\n    sudo %s demo\n' "$PWD/build.sh"
        fail "the demo needs root"
    fi
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB
    remove_leftovers
    publish_if_stale
    heading "Build the demo"
    run build-demo dotnet build tests/Pmip.Demo -nologo -v q -c Release || fail "the demo does not build"
    heading "Demo"
    PMIPD="$OUT/$MACHINE_RID/pmipd" watch demo dotnet exec out/build/net10.0/bin/Pmip.Demo/release/Pmip.Demo.dll \
        || fail "the demo: a step did not do what it should"
    done_with "every step of the demo did what it should"
}

# The benchmarks as a native program, since it is native code that serves. Beside the log nothing is printed.
publish_bench() {
    local rid="$MACHINE_RID" staging="$OUT/build/staging-bench"
    [ -n "$target_framework" ] || choose_framework "$rid" || return 1
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
    if [ -z "$target_framework" ]; then
        note "skipped: the NativeAOT packs cannot be restored here, so there is only one compiler"
        return "$SKIPPED"
    fi
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

# Lives of whole domains on virtual time. The commit is one of the seeds: each change is tried by a life that nobody has seen.
commit_seed() { git rev-parse --short=16 HEAD 2>/dev/null || echo 5213; }

verb_simulate() {
    local also=()
    need
    heading "Build the simulator"
    run build-simulation dotnet build tests/Pmip.Simulation -nologo -v q || fail "the simulator does not build"
    [[ " $* " == *" --seed "* || " $* " == *" --schedule "* ]] || also=(--also "$(commit_seed)")
    heading "Simulate"
    watch simulate dotnet exec out/build/net10.0/bin/Pmip.Simulation/debug/Pmip.Simulation.dll --out "$OUT/simulation" "${also[@]}" "$@" \
        || fail "the simulation: what it found is above"
}

# What counts instructions does so in guests, which are made ready only when it is wanted.
prepare_bench_guests() {
    local wanted=yes word
    for word in "$@"; do
        [[ "$word" != [a-z]* ]] || wanted=""
    done
    [[ " $* " != *" instructions "* ]] || wanted=yes
    [ -n "$wanted" ] || return 0
    # shellcheck disable=SC2086
    need_packages $PACKAGES_GUESTS $PACKAGES_CROSS
    # shellcheck disable=SC2086
    start tests/Pmip.VirtualMachine/guests.sh "$OUT/vm" kernels $GUESTS_OF_TEST
    start tests/Pmip.VirtualMachine/guests.sh "$OUT/vm" root "$(architecture_of "$FOREIGN_RID")"
    publish_guest_program "$FOREIGN_RID" || note "what runs in guests of $FOREIGN_RID cannot be linked here"
    publish_guest_program "$MACHINE_RID" || fail "what runs in guests does not build"
}

verb_bench() {
    exec 3>&1
    [[ " $* " != *" --json "* ]] || exec 1>&2
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD $PACKAGES_LAB
    remove_leftovers
    publish_if_stale
    heading "Bench"
    prepare_bench_guests "$@"
    publish_bench || fail "the benchmarks do not build"
    run build-lab-bench dotnet build tests/Pmip.LabBench -nologo -v q -c Release || fail "the benchmarks of the lab do not build"
    start "$OUT/bench/pmip-bench" --pmipd "$OUT/$MACHINE_RID/pmipd" \
        --lab "$PWD/out/build/net10.0/bin/Pmip.LabBench/release/Pmip.LabBench.dll" "$@" >&3 || fail "the benchmarks"
}

# Random packets through the programs and through the reference of the same decision (tests/Pmip.Unit/DataPath/Reference).
verb_datapath_proof() {
    local packets="${1:-10000000}" seed="${2:-$(commit_seed)}"
    [ "$(id -u)" -eq 0 ] || fail "the programs run in the kernel: needs root"
    need
    heading "Build the proof"
    run build-proof dotnet build tests/Pmip.Unit -nologo -v q || fail "the unit tests do not build"
    heading "$packets packets, seed $seed"
    PMIP_PROOF_PACKETS="$packets" PMIP_PROOF_SEED="$seed" start dotnet test tests/Pmip.Unit -nologo --no-build --no-restore -v q \
        --filter "FullyQualifiedName~ReferenceTests" --logger "console;verbosity=detailed" || fail "the programs and the reference disagree"
}

# Cases by clause of the RFCs, against our own nodes in process or over the network against anybody's.
verb_conformance() {
    # shellcheck disable=SC2086
    need $PACKAGES_BUILD
    run build-conformance dotnet build tests/Pmip.Conformance -nologo -v q || fail "the conformance cases do not build"
    start dotnet exec out/build/net10.0/bin/Pmip.Conformance/debug/Pmip.Conformance.dll "$@"
}

usage() {
    cat <<'EOF'
usage: ./build.sh VERB

  demo            publish, then show the main job: two devices, two MAGs and an LMA in network namespaces (root)
  test            build, format, unit tests, conformance, simulation, fuzz, publish, end-to-end tests (root),
                  tests in guests with Linux 6.1, code generation for ARM64
  vm-test         tests in guests with Debian's Linux 5.10, 6.1 and 6.12 on x86-64, 6.1 on ARM64, all emulated
  fuzz [TARGET] [SECONDS]
                  search for faults in all parsers and both engines, or in one of them, 60 s each unless given
  simulate [--seeds N | --seed S [--trace] [--until STEP] [--pcap FILE] | --schedule FILE [--trace]]
                  lives of whole domains with faults, on virtual time; a failing one is shrunk to out/simulation
  publish [RID]   out/RID/pmipd, one native binary; RID is this machine's unless given (linux-x64, linux-arm64)
  bench [--json] [--transactions N] [WHAT...]
                  ratios of what was measured in one run, all of it unless named (root): engine (transactions per second),
                  sockets (the whole LMA against a bare echo), memory (size, start to ready and resident memory of pmipd),
                  tcp (against plain forwarding, GSO on and off), handovers (latency and longest gap at 1, 100 and 1,000 a second),
                  restarts (20 million frames over 20 restarts, and how many were lost: ten minutes and more),
                  instructions (per packet, in guests)
  datapath-proof [PACKETS [SEED]]
                  random packets through the programs, by tc and by XDP, and through a reference of the same decision;
                  10,000,000 unless given, and the commit is the seed (root)
  conformance [--peer ADDRESS --local ADDRESS ...]
                  a case for each clause of the RFCs against our LMA and MAG, or over the network against anybody's;
                  conformance --help lists the words
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
        publish "${2:-$MACHINE_RID}" || fail "publish for ${2:-$MACHINE_RID}"
        done_with "out/${2:-$MACHINE_RID}/pmipd is there"
        ;;
    vm-test) verb_vm_test ;;
    simulate)
        shift
        verb_simulate "$@"
        ;;
    bench)
        shift
        verb_bench "$@"
        ;;
    datapath-proof)
        shift
        verb_datapath_proof "$@"
        ;;
    conformance)
        shift
        verb_conformance "$@"
        ;;
    fuzz)
        shift
        verb_fuzz "$@"
        ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
