# The rules of the offload, given to the kernel in software, and what the kernel then says that they are.
set -eu
ip link add acc0 type veth peer name eth0
ip link set acc0 up
./pmip-guest rules acc0
for device in acc0 pmipgre6 pmipgre4; do
    tc -j -d filter show dev "$device" ingress >"/share/$device.json"
done
