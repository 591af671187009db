# One end is pmipd with two static tunnels (lma.json, mag.json), the other the kernel's own keyed GRE devices: ip6gre over IPv6
# and gre over IPv4. IPv4 and IPv6 payload in each, both ways. In a guest; what happened is in the files left in /share.
#
#   kernel-gre.sh lma|mag [kernel]    our role; and the rung that is to carry instead of the programs
set -eu
role="$1"
rung="${2:-}"
# What a failure is about: how far it came, and what our end says of its packets.
explain() {
    [ "$1" -ne 0 ] || return 0
    cat /share/pings /share/moves /share/*.log 2>/dev/null
    inside ours ./pmipd show datapath --socket "/run/$role.sock" | awk '$NF != "0"'
    inside ours ./pmipd show tunnels --socket "/run/$role.sock"
}
trap 'explain $?' EXIT

patiently() {
    local tries=100
    until "$@"; do
        [ $((tries -= 1)) -gt 0 ] || { echo "in vain: $*"; exit 1; }
        sleep 0.1
    done
}

inside() { place="$1"; shift; ip netns exec "$place" "$@"; }

for place in ours kernel server ue1 ue2; do
    ip netns add "$place"
    ip -n "$place" link set lo up
    inside "$place" sysctl -q -w net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
done
ip link add wan0 netns ours type veth peer name wan0 netns kernel

# --- the kernel's end: local and remote number, first digit of the sending and of the receiving key
kernel_end() {
    ip -n kernel -batch - <<END
link set wan0 up
addr add 2001:db8:f::$1/64 dev wan0 nodad
addr add 192.0.2.$1/24 dev wan0
link add over6 type ip6gre local 2001:db8:f::$1 remote 2001:db8:f::$2 okey 0x$3000001 ikey 0x$4000001 ${5:-}
link add over4 type gre local 192.0.2.$1 remote 192.0.2.$2 okey 0x$3000002 ikey 0x$4000002 ${5:-}
link set over6 up
link set over4 up
END
}

ours() {
    ip -n ours -batch - <<END
link set wan0 up
addr add 2001:db8:f::$1/64 dev wan0 nodad
addr add 192.0.2.$1/24 dev wan0
END
}

case "$role" in
lma)
    ours 1
    kernel_end 11 1 0b 0a
    ip link add pdn0 netns ours type veth peer name eth0 netns server
    ip -n ours -batch - <<END
link set pdn0 up
addr add 2001:db8:d::1/64 dev pdn0 nodad
addr add 198.51.100.1/24 dev pdn0
END
    ip -n server -batch - <<END
link set eth0 up
addr add 2001:db8:d::2/64 dev eth0 nodad
addr add 198.51.100.2/24 dev eth0
route add 2001:db8:600::/40 via 2001:db8:d::1
route add 10.60.0.0/16 via 198.51.100.1
END
    # The node is in the same namespace as the kernel's end: which tunnel it takes is said by its route.
    for n in 1 2; do
        ip -n kernel addr add "2001:db8:600:$n::9/128" dev lo
        ip -n kernel addr add "10.60.0.$n/32" dev lo
    done
    take() {
        over="over$((8 - 2 * $1))"
        ip -n kernel route replace 198.51.100.2/32 dev "$over" src "10.60.0.$1"
        ip -n kernel route replace 2001:db8:d::2/128 dev "$over" src "2001:db8:600:$1::9"
    }
    far_of() { echo server; }
    checked_from() { echo 198.51.100.2; }
    near_of() { echo kernel; }
    ;;
mag)
    ours 11
    kernel_end 1 11 0a 0b
    ip -n kernel -batch - <<END
addr add 2001:db8:d::2/128 dev lo
addr add 198.51.100.2/32 dev lo
route add 10.60.0.1/32 dev over6 src 198.51.100.2
route add 10.60.0.2/32 dev over4 src 198.51.100.2
route add 2001:db8:600:1::/64 dev over6 src 2001:db8:d::2
route add 2001:db8:600:2::/64 dev over4 src 2001:db8:d::2
END
    for n in 1 2; do
        ip link add "acc$n" netns ours type veth peer name eth0 netns "ue$n"
        ip -n ours link set "acc$n" up
        ip -n "ue$n" -batch - <<END
link set eth0 address 02:00:00:00:00:0$n
link set eth0 up
addr add 2001:db8:600:$n::9/64 dev eth0 nodad
addr add 10.60.0.$n/32 dev eth0
route add ::/0 via fe80::200:5eff:fe00:5213 dev eth0
neigh add 10.60.0.254 lladdr 00:00:5e:00:52:13 dev eth0 nud permanent
route add default via 10.60.0.254 dev eth0 onlink
END
    done
    take() { :; }
    far_of() { echo kernel; }
    checked_from() { echo "10.60.0.$1"; }
    near_of() { echo "ue$1"; }
    ;;
esac

# node WORDS: pmipd with these words as its section dataPath
node() {
    sed "s|\"control\"|\"dataPath\": { $1 }, \"control\"|" "/share/$role.json" >/run/node.json
    : >/share/pmipd.log
    ip netns exec ours ./pmipd run --config /run/node.json >>/share/pmipd.log 2>&1 &
    daemon=$!
    patiently grep -qs ready /share/pmipd.log
}

end_node() {
    kill "$daemon"
    wait "$daemon"
}

node "${rung:+\"rungs\": [\"$rung\"]}"
ip netns exec ours tcpdump -Z root -i wan0 -U -w "/share/sent.pcap" 'ip6 or ip proto 47' 2>"/share/tcpdump.log" &
capture=$!
patiently grep -qs "listening on" "/share/tcpdump.log"

# reach SIZE...: both families, both ways, through both tunnels
reach() {
    for n in 1 2; do
        node6=2001:db8:600:$n::9
        node4=10.60.0.$n
        near="$(near_of $n)"
        far="$(far_of)"
        take $n
        patiently inside "$near" ping -n -q -c 1 -W 1 -I "$node6" 2001:db8:d::2 >/dev/null 2>&1
        patiently inside "$near" ping -n -q -c 1 -W 1 -I "$node4" 198.51.100.2 >/dev/null 2>&1
        for size in "$@"; do
            inside "$near" ping -n -q -c 3 -i 0.02 -s "$size" -I "$node6" 2001:db8:d::2
            inside "$near" ping -n -q -c 3 -i 0.02 -s "$size" -I "$node4" 198.51.100.2
            inside "$far" ping -n -q -c 3 -i 0.02 -s "$size" "$node6"
            inside "$far" ping -n -q -c 3 -i 0.02 -s "$size" "$node4"
        done
    done
}

reach 56 1300 >/share/pings
kill "$capture"

inside ours ./pmipd show datapath --json --socket "/run/$role.sock" >"/share/before.json"
inside ours ./pmipd show tunnels --json --socket "/run/$role.sock" >"/share/tunnels.json"

# --- large segments through it: what TCP sends goes over both devices as one buffer and is cut only where it must be
for place in $(printf '%s\n' "$(near_of 1)" "$(near_of 2)" "$(far_of)" | sort -u); do
    ip netns exec "$place" ./pmip-guest serve 5001 >"/share/serve-$place" &
    servers="${servers:-} $!"
    patiently grep -qs serving "/share/serve-$place"
done
for n in 1 2; do
    near="$(near_of $n)"
    far="$(far_of)"
    take $n
    inside "$near" ./pmip-guest fetch 198.51.100.2 5001
    inside "$near" ./pmip-guest fetch 2001:db8:d::2 5001
    inside "$far" ./pmip-guest fetch "10.60.0.$n" 5001
    inside "$far" ./pmip-guest fetch "2001:db8:600:$n::9" 5001
done >"/share/moves"
# shellcheck disable=SC2086
kill $servers

if [ -n "$rung" ]; then
    inside ours tc -s filter show dev pmip0 egress >/share/rules
    end_node
    exit 0
fi

counters() { inside ours ./pmipd show counters --json --socket "/run/$role.sock" >"/share/$1.json"; }
kernel_devices() {
    ip -n kernel link change over6 type ip6gre "$@"
    ip -n kernel link change over4 type gre "$@"
    ip -n kernel -d link show over6
    ip -n kernel -d link show over4
}

# --- the same tunnels with the checksum of RFC 2784 on what the kernel sends; between veth devices newer kernels leave it to a network
# card that is not there, and nobody fills it in
counters before-checksum
inside kernel ethtool -K wan0 tx off >/dev/null
kernel_devices ocsum >/share/checksum
reach 56 1300 >/share/checksum-pings
counters after-checksum
kernel_devices noocsum >/dev/null
inside kernel ethtool -K wan0 tx on >/dev/null

# --- what the kernel's device over IPv4 has to cut, outside, and what ours has to
ip -n kernel link change over4 type gre nopmtudisc
ip -n kernel link set over4 mtu 1480
take 2
ip -n kernel route flush cache
near="$(near_of 2)"
{
    inside "$near" ping -n -q -c 3 -i 0.02 -s 1450 -M dont -I 10.60.0.2 198.51.100.2
    inside "$(far_of)" ping -n -q -c 3 -i 0.02 -s 1450 -M dont 10.60.0.2
} >/share/fragment-pings
counters after-fragments
ip -n kernel link change over4 type gre pmtudisc
end_node

# --- sequence numbers, which both ends have to want
node '"sequenceNumbers": ["2001:db8:f::/64", "192.0.2.0/24"]'
kernel_devices seq >/share/sequence
reach 56 1300 >/share/sequence-pings
counters after-sequence
end_node
