using System;
using System.Globalization;
using System.IO;
using System.Text;

namespace Pmip.Linux.Processes;

/// <summary>
/// A look at what a thread of this process does, in the kernel's words: its state, the system call that it is in, and where in the
/// kernel it waits. Made beforehand; looking allocates nothing.
/// </summary>
public sealed unsafe class ThreadGlimpse
{
    private readonly byte[] _status;
    private readonly byte[] _call;
    private readonly byte[] _wait;

    /// <summary>Prepares for looking at the thread <paramref name="threadId"/>.</summary>
    public ThreadGlimpse(int threadId)
    {
        ThreadId = threadId;
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{threadId}");
        _status = PathOctets(folder, "stat");
        _call = PathOctets(folder, "syscall");
        _wait = PathOctets(folder, "wchan");
    }

    /// <summary>The kernel's number of the thread.</summary>
    public int ThreadId { get; }

    /// <summary>Writes for example <c>S call 232 ep_poll</c>, as much as there is room for; gives its length.</summary>
    public int Write(Span<byte> room)
    {
        Span<byte> text = stackalloc byte[512];
        ReadOnlySpan<byte> status = text[..Read(_status, text)];
        // The name of the thread stands in parentheses and may hold any character; the state stands behind the last one.
        int state = status.LastIndexOf((byte)')') + 2;
        int length = 0;
        Append(state >= 2 && state < status.Length ? status.Slice(state, 1) : "?"u8, room, ref length);
        ReadOnlySpan<byte> call = FirstWord(text[..Read(_call, text)]);
        if (call.Length > 0 && char.IsAsciiDigit((char)call[0]))
        {
            Append(" call "u8, room, ref length);
        }
        else if (call.Length > 0)
        {
            Append(" "u8, room, ref length);
        }

        Append(call, room, ref length);
        ReadOnlySpan<byte> wait = FirstWord(text[..Read(_wait, text)]);
        if (wait.Length > 1)
        {
            Append(" "u8, room, ref length);
            Append(wait, room, ref length);
        }

        return length;
    }

    private static byte[] PathOctets(string folder, string name) => Encoding.ASCII.GetBytes(Path.Join(folder, name) + "\0");

    private static ReadOnlySpan<byte> FirstWord(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)' ', (byte)'\n');
        return end < 0 ? text : text[..end];
    }

    private static void Append(ReadOnlySpan<byte> text, Span<byte> room, ref int length)
    {
        int taken = Math.Min(text.Length, room.Length - length);
        text[..taken].CopyTo(room[length..]);
        length += taken;
    }

    private static int Read(byte[] path, Span<byte> room)
    {
        int descriptor;
        fixed (byte* first = path)
        {
            descriptor = LibC.Open(first, LinuxAbi.O_RDONLY | LinuxAbi.O_CLOEXEC, 0);
        }

        if (descriptor < 0)
        {
            return 0;
        }

        nint read;
        fixed (byte* first = room)
        {
            read = LibC.Read(descriptor, first, (nuint)room.Length);
        }

        LibC.Close(descriptor);
        return (int)Math.Max(read, 0);
    }
}
