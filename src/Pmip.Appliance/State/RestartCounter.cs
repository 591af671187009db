using System;
using System.Buffers.Binary;
using System.Globalization;
using Pmip.Foundation.Time;
using Pmip.Linux;

namespace Pmip.Appliance.State;

/// <summary>
/// Our restart counter of this start (RFC 5847 3.4, TS 23.007 clause 19): the one of the last start, and one more when the
/// bindings were lost. It is kept before the first message goes out. A counter that was not kept begins at the time of day, so
/// that it differs from all that peers have heard; a repeated one would leave them with dead bindings. For the same reason one
/// that cannot be kept comes from the time of day in the upper half of the numbers, of which kept ones make no use.
/// </summary>
/// <param name="Value">The counter.</param>
/// <param name="Warning">What the operator must know; empty when all is well.</param>
internal readonly record struct RestartCounter(uint Value, string Warning)
{
    /// <summary>Name of its file in the folder of state.</summary>
    public const string FileName = "restart-counter";

    private const uint UpperHalf = 0x8000_0000;

    // A clock before this was never set: 2024-01-01.
    private const ulong PlausibleSeconds = 1_704_067_200;

    /// <summary>
    /// The counter of this start. <paramref name="stateSurvived"/> says whether the bindings of the last one are still there;
    /// <paramref name="chance"/> takes the place of a clock that was never set.
    /// </summary>
    public static RestartCounter Next(IStateFolder folder, bool stateSurvived, WallClock wall, uint chance)
    {
        StateFile file = new(folder, FileName, sizeof(uint));
        StateLoad load = file.TryLoad(out ReadOnlySpan<byte> content);
        load = load == StateLoad.Whole && content.Length != sizeof(uint) ? StateLoad.Damaged : load;
        uint last = load == StateLoad.Whole ? BinaryPrimitives.ReadUInt32BigEndian(content) : 0;
        if (load == StateLoad.Whole && stateSurvived)
        {
            return new RestartCounter(last, "");
        }

        ulong seconds = wall.Timestamp >> 16;
        uint fresh = (seconds >= PlausibleSeconds ? (uint)(seconds & uint.MaxValue) : chance) & ~UpperHalf;
        uint value = load == StateLoad.Whole ? unchecked(last + 1) & ~UpperHalf : fresh;
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, value);
        LinuxStatus status = file.Store(octets);
        return status.IsOk
            ? new RestartCounter(value, Complaint(load, value))
            : new RestartCounter(
                fresh | UpperHalf,
                $"the restart counter cannot be kept ({status.Message}): peers will see a restart at every start of this node");
    }

    /// <summary>
    /// True when <paramref name="counter"/> may be that of the last start: it is the one that was kept, or one that could not be kept. Another
    /// start in between, of a process that kept no bindings, has told the peers another one.
    /// </summary>
    public static bool MayBeLast(IStateFolder folder, uint counter)
    {
        StateLoad load = new StateFile(folder, FileName, sizeof(uint)).TryLoad(out ReadOnlySpan<byte> content);
        return (counter & UpperHalf) != 0
            || (load == StateLoad.Whole && content.Length == sizeof(uint) && BinaryPrimitives.ReadUInt32BigEndian(content) == counter);
    }

    private static string Complaint(StateLoad load, uint value) => load switch
    {
        StateLoad.Damaged => string.Create(CultureInfo.InvariantCulture, $"the file of the restart counter is damaged; it begins again at {value}"),
        StateLoad.Unreadable => string.Create(CultureInfo.InvariantCulture, $"the file of the restart counter cannot be read; it begins again at {value}"),
        _ => "",
    };
}
