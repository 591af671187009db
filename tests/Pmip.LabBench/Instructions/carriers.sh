# In a guest whose time counts instructions: how many a packet takes from the node's socket to where the far end drops it, through
# each of the carriers. Without a word pmip-guest is not there and only the kernel's own carriers are measured.
set -eu
[ -z "${1:-}" ] || product=yes

inside() { place="$1"; shift; ip netns exec "$place" "$@"; }
drop_at() { inside "$1" tc filter add dev "$2" ingress pref 1 matchall action drop; }
pass_at() { inside "$1" tc filter del dev "$2" ingress pref 1; }
# measure NAME PLACE DESTINATION
measure() { echo "$1 $(inside "$2" ./pmip-guest send "$3" 400)"; }

for place in ue mag lma; do
    ip netns add "$place"
    ip -n "$place" link set lo up
    inside "$place" sysctl -q -w net.ipv6.conf.all.forwarding=1 net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 \
        net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
done
ip link add eth0 netns ue address 02:00:00:00:00:01 type veth peer name acc0 netns mag address 02:00:00:00:00:fe
ip link add wan0 netns mag address 02:00:00:00:01:11 type veth peer name wan0 netns lma address 02:00:00:00:01:01
ip -n ue -batch - <<END
link set eth0 up
addr add 10.60.0.1/32 dev eth0
addr add 2001:db8:600:1::9/64 dev eth0 nodad
neigh add 10.60.0.254 lladdr 02:00:00:00:00:fe dev eth0 nud permanent
neigh add fe80::fe lladdr 02:00:00:00:00:fe dev eth0 nud permanent
route add default via 10.60.0.254 dev eth0 onlink
route add ::/0 via fe80::fe dev eth0
END
ip -n mag -batch - <<END
link set acc0 up
link set wan0 up
addr add 2001:db8:f::11/64 dev wan0 nodad
addr add 192.0.2.11/24 dev wan0
addr add fe80::fe/64 dev acc0 nodad
neigh add 192.0.2.1 lladdr 02:00:00:00:01:01 dev wan0 nud permanent
neigh add 2001:db8:f::1 lladdr 02:00:00:00:01:01 dev wan0 nud permanent
neigh add 10.60.0.1 lladdr 02:00:00:00:00:01 dev acc0 nud permanent
neigh add 2001:db8:600:1::9 lladdr 02:00:00:00:00:01 dev acc0 nud permanent
route add 10.60.0.1/32 dev acc0
route add 2001:db8:600:1::/64 dev acc0
END
ip -n lma -batch - <<END
link set wan0 up
addr add 2001:db8:f::1/64 dev wan0 nodad
addr add 192.0.2.1/24 dev wan0
addr add 198.51.100.2/32 dev lo
addr add 2001:db8:d::2/128 dev lo
neigh add 192.0.2.11 lladdr 02:00:00:00:01:11 dev wan0 nud permanent
neigh add 2001:db8:f::11 lladdr 02:00:00:00:01:11 dev wan0 nud permanent
link add g0 type ip6gre local 2001:db8:f::1 remote 2001:db8:f::11 okey 0x0a000001 ikey 0x0b000001 encaplimit none
link set g0 up
END
for end in ue:eth0 mag:acc0 mag:wan0 lma:wan0; do inside "${end%:*}" tc qdisc add dev "${end#*:}" clsact; done

# await FILE WORD PROCESS
await() {
    tries=200
    until grep -qs "^$2" "$1"; do
        [ $((tries -= 1)) -gt 0 ] && kill -0 "$3" || { cat "$1"; exit 1; }
        sleep 0.05
    done
}
# What arrives over acc0 has as much room before it as a network card's driver leaves; a veth pair has so little that the kernel moves
# a packet that grows.
give_room() {
    rm -f passing
    ip netns exec mag ./pmip-guest pass acc0 >passing 2>&1 &
    passing=$!
    await passing passing "$passing"
}
take_room() { kill "$passing"; wait "$passing"; }

# --- from the node: what the MAG sends is dropped where it arrives
# up PREFIX: through nothing, and through the kernel's own carriers
up() {
    drop_at lma wan0
    drop_at mag acc0
    measure "${1}up4:nothing" ue 198.51.100.2
    measure "${1}up6:nothing" ue 2001:db8:d::2
    pass_at mag acc0

    ip -n mag route add 198.51.100.2/32 via 192.0.2.1
    ip -n mag route add 2001:db8:d::2/128 via 2001:db8:f::1
    measure "${1}up4:plain" ue 198.51.100.2
    measure "${1}up6:plain" ue 2001:db8:d::2

    ip -n mag link add g0 type ip6gre local 2001:db8:f::11 remote 2001:db8:f::1 okey 0x0b000001 ikey 0x0a000001 encaplimit none
    ip -n mag link set g0 up
    ip -n mag route replace 198.51.100.2/32 dev g0
    ip -n mag route replace 2001:db8:d::2/128 dev g0
    measure "${1}up4:ip6gre" ue 198.51.100.2
    measure "${1}up6:ip6gre" ue 2001:db8:d::2

    ip -n mag link add gx type ip6gre external
    ip -n mag link set gx up
    ip -n mag route replace 198.51.100.2/32 encap ip6 id 0x0b000001 dst 2001:db8:f::1 src 2001:db8:f::11 hoplimit 64 key dev gx
    ip -n mag route replace 2001:db8:d::2/128 encap ip6 id 0x0b000001 dst 2001:db8:f::1 src 2001:db8:f::11 hoplimit 64 key dev gx
    measure "${1}up4:encap" ue 198.51.100.2
    measure "${1}up6:encap" ue 2001:db8:d::2
    ip -n mag route del 198.51.100.2/32
    ip -n mag route del 2001:db8:d::2/128
    ip -n mag link del gx
    pass_at lma wan0
}
if [ -n "${product:-}" ]; then
    give_room
    up room
    take_room
    ip -n mag link del g0
fi
up ""

# --- to the node
drop_at ue eth0
drop_at mag wan0
ip -n lma route add 10.60.0.1/32 via 192.0.2.11 src 198.51.100.2
ip -n lma route add 2001:db8:600:1::/64 via 2001:db8:f::11 src 2001:db8:d::2
measure plaindown4:nothing lma 10.60.0.1
measure plaindown6:nothing lma 2001:db8:600:1::9
pass_at mag wan0
measure plaindown4:plain lma 10.60.0.1
measure plaindown6:plain lma 2001:db8:600:1::9
drop_at mag wan0
ip -n lma route replace 10.60.0.1/32 dev g0 src 198.51.100.2
ip -n lma route replace 2001:db8:600:1::/64 dev g0 src 2001:db8:d::2
measure down4:nothing lma 10.60.0.1
measure down6:nothing lma 2001:db8:600:1::9
pass_at mag wan0
measure down4:ip6gre lma 10.60.0.1
measure down6:ip6gre lma 2001:db8:600:1::9
ip -n mag link del g0
[ -n "${product:-}" ] || exit 0

# --- the product's programs
for carrier in "$@"; do
    ip netns exec mag ./pmip-guest carry mag "$carrier" >"carry-$carrier" 2>&1 &
    carrying=$!
    await "carry-$carrier" carrying "$carrying"
    measure "down4:$carrier" lma 10.60.0.1
    measure "down6:$carrier" lma 2001:db8:600:1::9
    pass_at ue eth0
    drop_at lma wan0
    measure "up4:$carrier" ue 198.51.100.2
    measure "up6:$carrier" ue 2001:db8:d::2
    give_room
    measure "roomup4:$carrier" ue 198.51.100.2
    measure "roomup6:$carrier" ue 2001:db8:d::2
    take_room
    pass_at lma wan0
    drop_at ue eth0
    kill "$carrying"
    wait "$carrying"
    # Nothing measured was dropped or went another way: eight rounds of 400 packets of two families, once down and twice up.
    grep -qx 'in 6400 out 12800' "carry-$carrier" || { cat "carry-$carrier"; exit 1; }
done
