namespace Pmip.Lab.Guests;

/// <summary>What runs in a guest before the script of a test, and after it.</summary>
internal static class GuestScripts
{
    /// <summary>First process: loads the modules, mounts what the host shares, and changes into the root with the tools.</summary>
    /// <remarks>
    /// The kernel loads further modules by running <c>modprobe</c> in the root of process 1, so that a chroot would not do.
    /// </remarks>
    internal const string Init = """
        #!/bin/sh
        /bin/busybox mkdir -p /proc /sys /dev /lower /layer /root
        /bin/busybox --install -s /bin
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs dev /dev
        exec </dev/console >/dev/console 2>&1
        for module in /modules/*; do insmod "$module" || echo "guest: $module was refused"; done
        share="trans=virtio,version=9p2000.L,msize=262144"
        mount -t 9p -o "$share,cache=loose,ro" tools /lower
        mount -t tmpfs layer /layer
        mkdir /layer/upper /layer/work
        mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work root /root
        cd /root
        mkdir -p proc sys dev run share tmp "lib/modules/$(uname -r)"
        for place in proc sys dev; do mount --move "/$place" "/root/$place"; done
        mount -t tmpfs run run
        mount -t 9p -o "$share" share share
        mount -t 9p -o "$share,cache=loose,ro" modules "lib/modules/$(uname -r)"
        cp /bin/busybox /start run
        exec switch_root /root /run/busybox sh /run/start
        """;

    /// <summary>Process 1 in the new root. Its last words are the exit status in a file; then the machine is off.</summary>
    /// <remarks>The script is not for Debian's busybox shell: that runs its own <c>ip</c> before the one on the path.</remarks>
    internal const string Start = """
        export HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/applets TERM=dumb LC_ALL=C
        mkdir /run/applets /run/netns
        /run/busybox --install -s /run/applets
        [ -e /bin/sh ] || ln -s dash /bin/sh
        mkdir -p /dev/pts /dev/shm
        mount -t devpts pts /dev/pts
        mount -t bpf bpf /sys/fs/bpf || echo "guest: no bpffs"
        ip link set lo up
        cd /share
        /bin/sh ./script >./output 2>&1 </dev/null
        echo "$?" >./status.part
        mv ./status.part ./status
        sync
        echo o >/proc/sysrq-trigger
        sleep 60
        """;
}
