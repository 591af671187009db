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
    ];
}
