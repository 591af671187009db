using System.Threading;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>Lines that one way out of the process did not take. One writer, any number of readers.</summary>
internal sealed class LogLosses
{
    private long _written;
    private long _lost;

    /// <summary>Lines that it took.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Lines that it did not take.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>The log's thread: counts a line.</summary>
    public void Count(bool wasWritten)
    {
        if (wasWritten)
        {
            Volatile.Write(ref _written, _written + 1);
        }
        else
        {
            Volatile.Write(ref _lost, _lost + 1);
        }
    }
}
