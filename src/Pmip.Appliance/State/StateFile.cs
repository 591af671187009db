using System;
using System.Buffers.Binary;
using Pmip.Foundation;
using Pmip.Foundation.Randomness;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Appliance.State;

/// <summary>
/// One file of state that is either the old one or the new one, whenever the power fails: a new file is written beside it,
/// brought to the medium, renamed over the old one, and the folder brought to the medium.
/// <code>
/// magic (4) | length of the content (4) | check over length and content (8) | content
/// </code>
/// </summary>
/// <param name="folder">Where it is.</param>
/// <param name="name">Its name there.</param>
/// <param name="contentMax">Most octets of content.</param>
internal sealed class StateFile(IStateFolder folder, string name, int contentMax)
{
    private const uint Magic = 0x504D_5331; // PMS1
    private const int HeaderLength = 16;
    private const int LengthAt = 4;
    private const int CheckAt = 8;
    private static readonly SipHash Check = new(0x706D_6970_7374_6174, 0x6566_696C_6563_6B31);
    private readonly string _temporary = name + ".new";
    private readonly byte[] _octets = new byte[HeaderLength + contentMax + 1]; // One more, to notice a longer file.

    /// <summary>Reads the file; <paramref name="content"/> is valid until the next call.</summary>
    public StateLoad TryLoad(out ReadOnlySpan<byte> content)
    {
        content = default;
        LinuxStatus status = folder.Read(name, _octets, out int length);
        if (!status.IsOk)
        {
            return status.Errno == StableStorage.NotFound ? StateLoad.Missing : StateLoad.Unreadable;
        }

        ReadOnlySpan<byte> octets = _octets.AsSpan(0, length);
        if (length < HeaderLength
            || BinaryPrimitives.ReadUInt32BigEndian(octets) != Magic
            || BinaryPrimitives.ReadUInt32BigEndian(octets[LengthAt..]) != length - HeaderLength
            || BinaryPrimitives.ReadUInt64BigEndian(octets[CheckAt..]) != CheckOf(octets[HeaderLength..]))
        {
            return StateLoad.Damaged;
        }

        content = octets[HeaderLength..];
        return StateLoad.Whole;
    }

    /// <summary>Replaces the content. When it fails the old content is still there, and so it is after a loss of power meanwhile.</summary>
    public LinuxStatus Store(ReadOnlySpan<byte> content)
    {
        Invariant.Require(content.Length <= contentMax);
        Span<byte> octets = _octets.AsSpan(0, HeaderLength + content.Length);
        content.CopyTo(octets[HeaderLength..]);
        BinaryPrimitives.WriteUInt32BigEndian(octets, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(octets[LengthAt..], (uint)content.Length);
        BinaryPrimitives.WriteUInt64BigEndian(octets[CheckAt..], CheckOf(octets[HeaderLength..]));
        LinuxStatus status = folder.Write(_temporary, octets);
        status = status.IsOk ? folder.Synchronise(_temporary) : status;
        status = status.IsOk ? folder.Rename(_temporary, name) : status;
        return status.IsOk ? folder.SynchroniseNames() : status;
    }

    private static ulong CheckOf(ReadOnlySpan<byte> content) => Check.Strong(content) ^ (ulong)content.Length;
}
