using System.Globalization;

namespace Pmip.Lab.Frames;

/// <summary>Exact numbers of the frames of all streams together.</summary>
/// <param name="Sent">That the senders' kernels took.</param>
/// <param name="Arrived">Numbers that came out of the receivers' sockets.</param>
/// <param name="Doubled">Numbers that came out again.</param>
/// <param name="SocketDrops">That the receivers' sockets had no room for: arrived, and not lost on the way.</param>
/// <param name="BacklogDrops">That the machine had no room for in the queues before its processors; of all that runs on it.</param>
public readonly record struct FrameCount(long Sent, long Arrived, long Doubled, long SocketDrops, long BacklogDrops)
{
    /// <summary>Sent, and never seen again.</summary>
    public long Lost => Sent - Arrived;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"sent {Sent}, lost {Lost}, doubled {Doubled}, socket drops {SocketDrops}, backlog drops of the machine {BacklogDrops}");
}
