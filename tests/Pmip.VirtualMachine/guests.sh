#!/usr/bin/env bash
# Makes what guests boot from, out of Debian packages that are unpacked and never installed:
#
#   guests.sh OUT kernels ARCH-LINE...   OUT/ARCH-LINE/{image,busybox,release,lib/modules/RELEASE}, or OUT/ARCH-LINE/missing with the reason
#   guests.sh OUT root ARCH              OUT/root-ARCH: a root file system with the tools of a test, for a guest of another machine's kind
#   guests.sh OUT sysroot ARCH           OUT/sysroot-ARCH: what a linker needs to make programs of that architecture
#
# What is there already is left alone. Where packages come from is what this machine's own Debian entry says, with another suite.
set -uo pipefail
readonly PLACE="$1"
readonly KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# Debian has one line of kernels for each suite.
suite_of() {
    case "$1" in
        5.10) echo bullseye ;;
        6.1) echo bookworm ;;
        6.12) echo trixie ;;
        *) return 1 ;;
    esac
}

# The repository of this machine's Debian, not the one of its security updates.
repository() {
    apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT)' 'Identifier: Packages' 2>/dev/null \
        | awk '$2 == "Debian" && $3 == "Debian" && $4 == "main" { print $1; exit }'
}

# An apt of our own for a suite and an architecture: it neither reads nor writes the machine's.
apt_for() {
    local suite="$1" arch="$2" tool="$3" place="$PLACE/apt/$1-$2"
    shift 3
    "$tool" -q -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o Acquire::Languages=none -o APT::Sandbox::User= \
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Get::List-Cleanup=false -o Acquire::Retries=2 \
        -o Acquire::http::Timeout=30 -o Debug::NoLocking=true -o Dir::State="$place" -o Dir::State::status="$place/status" \
        -o Dir::Cache="$place/cache" -o Dir::Etc::SourceList="$place/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null "$@"
}

# Fills the package lists of a suite and an architecture, once.
know() {
    local suite="$1" arch="$2" place="$PLACE/apt/$1-$2" from
    [ -f "$place/known" ] && return 0
    from="$(repository)"
    [ -n "$from" ] || {
        echo "this machine has no Debian package source (apt-get indextargets names none)"
        return 1
    }
    mkdir -p "$place/lists/partial" "$place/cache/archives/partial"
    : >"$place/status"
    if [ -f "$KEYRING" ]; then
        echo "deb [signed-by=$KEYRING] $from $suite main"
    else
        echo "deb $from $suite main"
    fi >"$place/sources.list"
    if ! apt_for "$suite" "$arch" apt-get update >"$place/update.log" 2>&1 || grep -qE '^(E|W): .*(Failed|NO_PUBKEY|not signed)' "$place/update.log"; then
        echo "$suite for $arch cannot be had from this machine's package source: $(grep -hE '^[EW]:' "$place/update.log" | head -n 1 | cut -c1-200)"
        return 1
    fi
    touch "$place/known"
}

# unpack DEB FOLDER [tar words]: a link to a folder, as /lib is one, stays a link.
unpack() {
    local package="$1" folder="$2"
    shift 2
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$folder" "$@"
}

# A compressed kernel starts with code that unpacks itself, which takes seconds in an emulated machine.
uncompress() {
    local from="$1" to="$2" kind magic at
    for kind in 'xz -dc' 'zstd -dcq' 'gzip -dc'; do
        case "$kind" in
            xz*) magic='\xfd7zXZ\x00' ;;
            zstd*) magic='\x28\xb5\x2f\xfd' ;;
            *) magic='\x1f\x8b\x08' ;;
        esac
        for at in $(LC_ALL=C grep -obUaP "$magic" "$from" | cut -d: -f1); do
            # What follows the kernel in the file is not of the archive: only the result says whether it was the right place.
            tail -c "+$((at + 1))" "$from" | $kind >"$to" 2>/dev/null
            [ "$(head -c 4 "$to" | tail -c 3)" = ELF ] && return 0
        done
    done
    echo "no ELF image found in $(basename "$from")"
    return 1
}

make_kernel() {
    local arch="$1" line="$2" place="$3" suite package archives release
    suite="$(suite_of "$line")" || {
        echo "no Debian suite with kernel $line is known"
        return 1
    }
    know "$suite" "$arch" || return 1
    package="$(apt_for "$suite" "$arch" apt-cache depends "linux-image-$arch" | awk '$1 == "Depends:" { print $2; exit }')"
    [[ "$package" = linux-image-"$line".* ]] || {
        echo "linux-image-$arch of $suite is '$package', not a kernel of $line"
        return 1
    }
    archives="$place/archives"
    mkdir -p "$archives" "$place/unpacked"
    (cd "$archives" && apt_for "$suite" "$arch" apt-get download "$package" busybox-static) >"$place/download.log" 2>&1 || {
        echo "$package and busybox-static cannot be downloaded: $(tail -n 1 "$place/download.log" | cut -c1-200)"
        return 1
    }
    unpack "$archives"/linux-image-*.deb "$place/unpacked" --exclude='*/drivers/gpu/*' --exclude='*/drivers/media/*' \
        --exclude='*/sound/*' --exclude='*/drivers/infiniband/*' --exclude='*/drivers/staging/*' --exclude='*/drivers/iio/*' || return 1
    mkdir -p "$place/lib" "$place/busybox.d"
    unpack "$archives"/busybox-static*.deb "$place/busybox.d" || return 1
    find "$place/busybox.d" -type f -name busybox -exec mv -f {} "$place/busybox" \;
    for folder in "$place"/unpacked/lib/modules "$place"/unpacked/usr/lib/modules; do
        [ -d "$folder" ] && mv "$folder" "$place/lib/modules"
    done
    release="$(basename "$(find "$place/lib/modules" -mindepth 1 -maxdepth 1 | head -n 1)")"
    find "$place/lib/modules" -name '*.ko.xz' -print0 | xargs -0 -r -n 64 -P 2 xz -d
    PATH="$PATH:/usr/sbin:/sbin" depmod -b "$place" "$release" || return 1
    if [ "$arch" = amd64 ]; then
        uncompress "$place/unpacked/boot/vmlinuz-$release" "$place/image" || return 1
    else
        mv "$place/unpacked/boot/vmlinuz-$release" "$place/image" || return 1
    fi
    rm -rf "$archives" "$place/unpacked" "$place/busybox.d"
    echo "$release" >"$place/release"
}

# tree FOLDER SUITE ARCH PACKAGE...: the packages and all that they depend on, unpacked into one folder.
make_tree() {
    local place="$1" suite="$2" arch="$3" package
    shift 3
    know "$suite" "$arch" || return 1
    apt_for "$suite" "$arch" apt-get install -y --no-install-recommends --download-only "$@" >"$PLACE/apt/$suite-$arch/install.log" 2>&1 || {
        echo "$* for $arch cannot be downloaded: $(grep -hE '^E:' "$PLACE/apt/$suite-$arch/install.log" | head -n 1)"
        return 1
    }
    mkdir -p "$place"/usr/{bin,sbin,lib}
    ln -sfn usr/bin "$place/bin"
    ln -sfn usr/sbin "$place/sbin"
    ln -sfn usr/lib "$place/lib"
    mkdir -p "$place"/{proc,sys,dev,run,tmp,etc,root,result,payload}
    echo 'root:x:0:0:root:/root:/bin/sh' >"$place/etc/passwd"
    for package in "$PLACE/apt/$suite-$arch/cache/archives"/*.deb; do
        unpack "$package" "$place" --exclude='./usr/share/*' || return 1
    done
    rm -f "$PLACE/apt/$suite-$arch/cache/archives"/*.deb
}

case "${2:-}" in
    kernels)
        status=0
        for name in "${@:3}"; do
            place="$PLACE/$name"
            [ -f "$place/release" ] && continue
            rm -rf "$place"
            mkdir -p "$place"
            if reason="$(make_kernel "${name%%-*}" "${name#*-}" "$place")"; then
                rm -f "$place/missing"
            else
                rm -rf "$place"
                mkdir -p "$place"
                echo "$reason" | tee "$place/missing"
                status=1
            fi
        done
        exit "$status"
        ;;
    root)
        place="$PLACE/root-$3"
        [ -f "$place.made" ] && exit 0
        rm -rf "$place"
        make_tree "$place" bookworm "$3" dash ethtool iproute2 iputils-ping kmod libgcc-s1 procps tcpdump && touch "$place.made"
        ;;
    sysroot)
        place="$PLACE/sysroot-$3"
        [ -f "$place.made" ] && exit 0
        rm -rf "$place"
        make_tree "$place" bookworm "$3" libc6-dev libgcc-12-dev zlib1g-dev && touch "$place.made"
        ;;
    *)
        sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
