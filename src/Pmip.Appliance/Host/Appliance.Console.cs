using Pmip.Appliance.Control.Verbs;
using Pmip.Appliance.Logging;
using Pmip.Appliance.OperatorConsole;
using Pmip.Linux;

namespace Pmip.Appliance.Host;

/// <content>The console on the serial line: whoever sits there has to log in, unless the configuration has no operator.</content>
internal sealed partial class Appliance
{
    partial void StartConsole()
    {
        LogThread log = Surroundings.Log;
        LinuxStatus status = SerialConsole.TryStart(
            () => (Lives.Node?.Configuration ?? _configuration).Console,
            (out string problem) =>
            {
                problem = "pmipd is starting";
                return Desk?.OpenSession("serial", OperatorAccess.None, out problem);
            },
            sentence => log.Write(EventLevel.Warn, EventRoom.Control, sentence),
            out SerialConsole? console);
        _opened.Open(status, console, "event descriptor");
    }
}
