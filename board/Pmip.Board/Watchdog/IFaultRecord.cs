using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Board.Watchdog;

/// <summary>Where the supervisor writes why it lets the dog bite, before it does.</summary>
public interface IFaultRecord
{
    /// <summary>A required loop was silent for longer than its deadline. On the medium when it returns; allocates nothing.</summary>
    LinuxStatus LoopSilent(SupervisedLoop loop, Duration silence);

    /// <summary>The process did not come up within its grace.</summary>
    LinuxStatus StartStalled(Duration elapsed);
}
