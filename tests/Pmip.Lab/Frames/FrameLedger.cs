using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Threading;

namespace Pmip.Lab.Frames;

/// <summary>What both ends of the streams know of each other: a file that the processes of a lab have in memory together. Each word has one writer.</summary>
internal sealed class FrameLedger : IDisposable
{
    internal const int Streams = 4;
    private const int WordsPerStream = 16; // two cache lines
    private const int PhaseOffset = Streams * WordsPerStream * sizeof(long);
    private const int Length = 4096;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _words;

    private FrameLedger(MemoryMappedFile file)
    {
        _file = file;
        _words = file.CreateViewAccessor(0, Length);
    }

    /// <summary>What is known of a stream.</summary>
    internal enum Word
    {
        /// <summary>By the sender: frames that the kernel took.</summary>
        Sent,

        /// <summary>By the sender: frames that it did not wait for any longer.</summary>
        GivenUp,

        /// <summary>By the sender: frames that its own kernel refused, which are sent again and count once.</summary>
        Refused,

        /// <summary>By the receiver: numbers that arrived.</summary>
        Arrived,

        /// <summary>By the receiver: numbers that arrived again.</summary>
        Doubled,

        /// <summary>By the receiver: one more than the highest number that arrived.</summary>
        Reached,

        /// <summary>By the receiver: microseconds without a frame, the longest; whoever measures sets it to zero.</summary>
        LongestGap,
    }

    /// <summary>What the senders have to do.</summary>
    internal enum Turn : long
    {
        /// <summary>Wait until both ends are open.</summary>
        Wait,

        /// <summary>Send.</summary>
        Flow,

        /// <summary>Send no more.</summary>
        End,
    }

    internal Turn Phase
    {
        get => (Turn)_words.ReadInt64(PhaseOffset);
        set => _words.Write(PhaseOffset, (long)value);
    }

    public void Dispose()
    {
        _words.Dispose();
        _file.Dispose();
    }

    internal static FrameLedger Make(string path)
    {
        File.WriteAllBytes(path, new byte[Length]);
        return Open(path);
    }

    internal static FrameLedger Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    internal long Read(FrameStream stream, Word word)
    {
        long value = _words.ReadInt64(OffsetOf(stream, word));
        Thread.MemoryBarrier();
        return value;
    }

    internal void Write(FrameStream stream, Word word, long value)
    {
        Thread.MemoryBarrier();
        _words.Write(OffsetOf(stream, word), value);
    }

    internal long Sum(Word word)
    {
        long sum = 0;
        for (int stream = 0; stream < Streams; stream++)
        {
            sum += Read((FrameStream)stream, word);
        }

        return sum;
    }

    private static long OffsetOf(FrameStream stream, Word word) => (((int)stream * WordsPerStream) + (int)word) * sizeof(long);
}
