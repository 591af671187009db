using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>board</c>.</summary>
internal static class BoardKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("board", Section, "The board that the node runs on."),
        .. WatchdogKeys.All,
    ];
}
