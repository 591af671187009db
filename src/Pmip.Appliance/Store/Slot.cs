using System;
using System.Globalization;
using Pmip.Linux;

namespace Pmip.Appliance.Store;

/// <summary>One of the two places for a configuration: an image from the beginning, and marks on the last page.</summary>
internal sealed class Slot
{
    /// <summary>Octets of a slot: room for the largest configuration, its description and the page of marks.</summary>
    public const int UsualLength = 2 << 20;

    /// <summary>EINTR: ask again.</summary>
    private const int Interrupted = 4;

    /// <summary>EIO: the disk does not do what it says.</summary>
    private const int InputOutput = 5;

    private readonly IBlockFile _file;
    private readonly int _length;
    private ulong _check;

    private Slot(IBlockFile file, int length)
    {
        _file = file;
        _length = length;
    }

    /// <summary>What it holds.</summary>
    public SlotState State { get; private set; }

    /// <summary>The configuration in it; null unless it is whole.</summary>
    public StoredConfiguration? Content { get; private set; }

    /// <summary>True when what it holds is to run: it never was on trial, or was confirmed.</summary>
    public bool IsInForce { get; private set; }

    /// <summary>What the person's file held when it was last written to match; none when that was never finished.</summary>
    public TextHash FileWritten { get; private set; }

    /// <summary>True once the medium failed under it: what it holds now, nobody can tell.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>Reads what is in a file.</summary>
    public static Slot Load(IBlockFile file, int length)
    {
        Slot slot = new(file, length);
        slot.Load();
        return slot;
    }

    /// <summary>Octets of the largest image in a slot of <paramref name="length"/>.</summary>
    public static int ImageLengthMax(int length) => length - SlotImage.PageLength;

    /// <summary>Writes a configuration over what is there, brings it to the medium and reads it back; a sentence when that fails.</summary>
    public string? Write(StoredConfiguration next)
    {
        byte[] image = SlotImage.Of(next, out ulong check);
        if (image.Length > ImageLengthMax(_length))
        {
            return string.Create(CultureInfo.InvariantCulture, $"the configuration has {next.Text.Length} octets, more than a slot holds");
        }

        (State, Content, IsInForce, FileWritten) = (SlotState.Damaged, null, false, TextHash.None);
        if (WriteSafely(0, image) is string failure)
        {
            return failure;
        }

        (State, Content, IsInForce, _check) = (SlotState.Whole, next, !next.IsOnTrial, check);
        return null;
    }

    /// <summary>Marks what is in it as confirmed; a sentence when that fails.</summary>
    public string? Confirm()
    {
        string? failure = Mark(SlotMarkKind.Confirmed, 0);
        IsInForce |= failure is null;
        return failure;
    }

    /// <summary>Notes that the person's file was written.</summary>
    public string? NoteFile(TextHash hash)
    {
        string? failure = Mark(SlotMarkKind.FileWritten, hash.Value);
        FileWritten = failure is null ? hash : FileWritten;
        return failure;
    }

    private string? Mark(SlotMarkKind kind, ulong value)
    {
        byte[] sectors = new byte[SlotMark.Length];
        SlotMark.Write(kind, Content!.Generation, _check, value, sectors);
        return WriteSafely(PlaceOf(kind), sectors);
    }

    private long PlaceOf(SlotMarkKind kind) => _length - SlotImage.PageLength + (kind == SlotMarkKind.Confirmed ? 0 : SlotMark.Length);

    private void Load()
    {
        long length = _file.Length;
        byte[] octets = new byte[_length];
        if (length != _length)
        {
            State = length < 0 ? SlotState.Unreadable : SlotState.Damaged;
            return;
        }

        if (!Read(0, octets).IsOk)
        {
            State = SlotState.Unreadable;
            return;
        }

        Content = SlotImage.TryRead(octets.AsSpan(0, ImageLengthMax(_length)), out _check);
        State = Content is not null ? SlotState.Whole : octets.AsSpan().ContainsAnyExcept((byte)0) ? SlotState.Damaged : SlotState.Blank;
        if (Content is not null)
        {
            IsInForce = !Content.IsOnTrial || TryReadMark(SlotMarkKind.Confirmed, octets, out _);
            FileWritten = TryReadMark(SlotMarkKind.FileWritten, octets, out ulong hash) ? new TextHash(hash) : TextHash.None;
        }
    }

    private bool TryReadMark(SlotMarkKind kind, byte[] octets, out ulong value) =>
        SlotMark.TryRead(kind, Content!.Generation, _check, octets.AsSpan((int)PlaceOf(kind), SlotMark.Length), out value);

    // What was not flushed is nowhere, and a flush that failed is never tried again as if nothing had been: the kernel may have
    // thrown the pages away and call the file clean.
    private string? WriteSafely(long offset, byte[] octets)
    {
        LinuxStatus status = WriteAll(offset, octets);
        if (!status.IsOk)
        {
            return "writing failed: " + status.Message;
        }

        do
        {
            status = _file.Synchronise();
        }
        while (status.Errno == Interrupted);

        if (!status.IsOk)
        {
            IsSuspect = true;
            return "the disk could not keep what was written: " + status.Message;
        }

        byte[] back = new byte[octets.Length];
        status = Read(offset, back);
        if (!status.IsOk || !back.AsSpan().SequenceEqual(octets))
        {
            IsSuspect = true;
            return status.IsOk ? "the disk gives back something else than was written" : "what was written cannot be read back: " + status.Message;
        }

        return null;
    }

    private LinuxStatus WriteAll(long offset, ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            LinuxStatus status = _file.Write(offset, octets, out int written);
            if (!status.IsOk && status.Errno != Interrupted)
            {
                return status;
            }

            if (status.IsOk && written == 0)
            {
                return new LinuxStatus(InputOutput);
            }

            offset += written;
            octets = octets[written..];
        }

        return LinuxStatus.Ok;
    }

    private LinuxStatus Read(long offset, Span<byte> room)
    {
        while (room.Length > 0)
        {
            LinuxStatus status = _file.Read(offset, room, out int length);
            if (!status.IsOk && status.Errno != Interrupted)
            {
                return status;
            }

            if (status.IsOk && length == 0)
            {
                return new LinuxStatus(InputOutput);
            }

            offset += length;
            room = room[length..];
        }

        return LinuxStatus.Ok;
    }
}
