using static Pmip.Appliance.Configuration.ConfigurationKind;
using static Pmip.Appliance.Configuration.ConfigurationSchema;

namespace Pmip.Appliance.Configuration;

/// <summary>The section <c>mag.attaches</c>.</summary>
internal static class AttachKeys
{
    public static readonly ConfigurationKey[] All =
    [
        Row("mag.attaches", Section, "How many registrations an access link may cause, so that no flood of made-up addresses reaches the LMA; "
            + "a node beyond it is served when it is heard again."),
        Row("mag.attaches.perSecond", Integer, "In the long run: nodes that come, and nodes that come back.", preset: "1000", minimum: 1, maximum: 100_000),
        Row("mag.attaches.burst", Integer, "At once.", preset: "1000", minimum: 1, maximum: 65_536),
    ];
}
