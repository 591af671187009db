using Pmip.DataPath.Ladder;
using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>dataPath</c>.</summary>
internal static class DataPathKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("dataPath", Section, "How the packets of users are carried."),
        Row("dataPath.pins", Text, "Folder of a bpffs, of this node alone, in which tables and programs go on carrying packets while this process "
            + "starts anew, has crashed or is replaced; it is made, and a bpffs mounted, where there is none. off: packets stop with the process.",
            preset: DataPathSettings.DefaultPins, minimum: 2, maximum: 200),
        Row("dataPath.rungs", List, "Ways in which packets may be carried, the preferred one first; without it all of them, the fastest first. The "
            + "programs of tc run under xdp in any case.", minimum: 1, maximum: RungText.Names.Length),
        Row("dataPath.rungs[]", Choice, "plugin: the vendor's plug-in; flower: tc flower rules in the device (skip_sw); xdp: programs in the drivers; "
            + "tc: programs at the traffic classifiers; kernel: the kernel's own GRE device, which checks less.", choices: RungText.Names),
        Row("dataPath.xdp", Choice, "Which interfaces get XDP programs too. auto: devices whose driver does it, where there is one on either side; off: none; "
            + "force: software interfaces such as veth as well; generic: all, behind the driver where it must be, which is slower than tc.",
            preset: "auto", choices: DataPathSettings.XdpUses),
        Row("dataPath.serviceForwarding", Choice, "LMA: how packets out of tunnels go on. kernel: through its forwarding, where its firewall sees them; "
            + "direct: straight to a service interface where the kernel's route leads there, past the firewall.",
            preset: "kernel", choices: DataPathSettings.ServiceForwardings),
        Row("dataPath.spreading", Choice, "Whether XDP lets all processors take packets out of tunnels, by the inner flow: to a network card all packets "
            + "between two nodes are one flow, for one processor. auto: from four processors on.", preset: "auto", choices: DataPathSettings.Spreadings),
        Row("dataPath.dscp", Text, "The outer DSCP. copy: the inner one; one value for all (0 to 63, CS0 to CS7, AF11 to AF43, EF, VA, LE); or pairs of "
            + "inner and outer values, EF=CS5 AF41=AF31 *=0, where * is every other inner value. ECN is copied in any case (RFC 6040).",
            preset: DscpText.Copy, minimum: 1, maximum: DscpText.LengthMax),
        Row("dataPath.innerDscp", Choice, "What a packet out of a tunnel has: its own DSCP, or the outer one (the pipe and the uniform model of RFC 2983).",
            preset: "inner", choices: ["inner", "outer"]),
        Row("dataPath.plugin", AbsolutePath, "A vendor's plug-in for hardware that carries GRE (pmip_offload.h); loaded at start.", minimum: 2,
            maximum: 200),
        Row("dataPath.pluginOptions", Text, "What the plug-in is told, in its own words.", minimum: 1, maximum: 255),
        Row("dataPath.sequenceNumbers", List, "Remote ends, as prefixes, with which GRE sequence numbers are exchanged (RFC 2890): the process numbers "
            + "and checks such packets one by one. TS 29.275 and RFC 5845 ask for none.", minimum: 1, maximum: 64),
        Row("dataPath.sequenceNumbers[]", Prefix, "A prefix of either family.", maximum: 128),
        Row("dataPath.mssClamp", Boolean, "Makes the segment size that TCP announces fit the tunnel, both ways, for paths on which the ICMP messages "
            + "about the size get lost.", preset: "false"),
    ];
}
