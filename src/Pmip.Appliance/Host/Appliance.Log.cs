using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Host;

/// <content>The log.</content>
internal sealed partial class Appliance
{
    private LogThread StartLog(EventRing ring) => _opened.Keep(new LogThread(ring));
}
