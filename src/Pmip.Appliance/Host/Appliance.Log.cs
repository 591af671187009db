using Pmip.Appliance.Logging;

namespace Pmip.Appliance.Host;

/// <content>The log.</content>
internal sealed partial class Appliance
{
    private LogThread StartLog(EventRing ring)
    {
        LogThread log = _opened.Keep(new LogThread(ring));
        log.Apply(_configuration.Log, _configuration.Name);
        return log;
    }
}
