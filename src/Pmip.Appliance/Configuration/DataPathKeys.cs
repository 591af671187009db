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
