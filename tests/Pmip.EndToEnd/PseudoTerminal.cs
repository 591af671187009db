using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;
using Pmip.Lab.Processes;

namespace Pmip.EndToEnd;

/// <summary>
/// A pseudo-terminal of the kernel, and the person at it: types, and reads what comes unless told not to. Its other end can stand for
/// the terminal of a process or for a serial line.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2;
    private const int NotControlling = 0x100;
    private const int CloseOnExec = 0x80000; // A node that inherits the line would keep it open.
    private const short PollIn = 1;
    private const int LookMilliseconds = 200;
    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _kept;
    private readonly StringBuilder _seen = new();
    private readonly ManualResetEventSlim _reads = new(true);
    private readonly Thread _reader;
    private volatile bool _isCut;
    private int _looked;

    public PseudoTerminal()
    {
        _master = Owned(OpenMaster(ReadWrite | NotControlling | CloseOnExec), "posix_openpt");
        Require(Grant(_master), "grantpt");
        Require(Unlock(_master), "unlockpt");
        byte[] name = new byte[128];
        Require(NameOf(_master, name, name.Length), "ptsname_r");
        Path = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
        _kept = Owned(Open(Path, ReadWrite | NotControlling | CloseOnExec), Path); // Its modes last as long as somebody has it open.
        _reader = new Thread(Read) { IsBackground = true, Name = "terminal" };
        _reader.Start();
    }

    /// <summary>The other end.</summary>
    public string Path { get; }

    /// <summary>The modes of the line, as <c>stty</c> tells them.</summary>
    public string Modes => Command.Run("stty", "-F", Path, "-a").Output;

    /// <summary>Everything that came so far.</summary>
    public string Text
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    /// <summary>Sets the size that programs are told.</summary>
    public void Resize(int columns, int rows) => Command.Run("stty", "-F", Path, "cols", $"{columns}", "rows", $"{rows}");

    /// <summary>Runs a program on it, as a login would.</summary>
    public LabProcess Start(string name, string kind, params string[] words) => LabProcess.Start(
        name, ["sh", "-c", $"TERM={kind} exec setsid -c -w \"$@\" <{Path} >{Path} 2>{Path}", "sh", .. words]);

    /// <summary>From now on nobody takes what comes: soon there is room for nothing more.</summary>
    public void StopReading() => _reads.Reset();

    /// <summary>What comes is taken again.</summary>
    public void GoOnReading() => _reads.Set();

    public void Type(string text)
    {
        byte[] octets = Encoding.UTF8.GetBytes(text);
        Require(WriteOctets(_master, octets, (nuint)octets.Length) == octets.Length ? 0 : -1, "write");
    }

    /// <summary>Waits until a text has come behind the one that was waited for last.</summary>
    public void Expect(string text, TimeSpan? bound = null) => Await.Until(
        $"\"{text}\" on the terminal",
        () =>
        {
            int found = Text.IndexOf(text, _looked, StringComparison.Ordinal);
            _looked = found < 0 ? _looked : found + text.Length;
            return found >= 0;
        },
        bound,
        () => Text[Math.Min(_looked, Text.Length)..]);

    /// <summary>Types a line and waits for what answers it.</summary>
    public void Ask(string line, string answer)
    {
        Type(line + "\r");
        Expect(answer);
    }

    /// <summary>Takes the line away: whoever has the other end open finds it hung up.</summary>
    public void Dispose()
    {
        _isCut = true; // A read under way would keep the line open.
        _reads.Set();
        _reader.Join();
        _kept.Dispose();
        _master.Dispose();
    }

    private static SafeFileHandle Owned(int descriptor, string what)
    {
        Require(descriptor < 0 ? -1 : 0, what);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void Require(int result, string what)
    {
        if (result != 0)
        {
            throw new LabException($"{what}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    private void Read()
    {
        byte[] room = new byte[4096];
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] letters = new char[4096];
        while (!_isCut)
        {
            _reads.Wait();
            Awaited awaited = new() { Descriptor = (int)_master.DangerousGetHandle(), Events = PollIn };
            if (Poll(ref awaited, 1, LookMilliseconds) <= 0)
            {
                continue;
            }

            int length = (int)ReadOctets(_master, room, (nuint)room.Length);
            if (length <= 0)
            {
                return;
            }

            lock (_seen)
            {
                _seen.Append(letters, 0, decoder.GetChars(room, 0, length, letters, 0));
            }
        }
    }

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenMaster(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Grant(SafeFileHandle master);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlock(SafeFileHandle master);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NameOf(SafeFileHandle master, byte[] name, nint length);

    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadOctets(SafeFileHandle master, [Out] byte[] room, nuint length);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteOctets(SafeFileHandle master, byte[] octets, nuint length);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Awaited awaited, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct Awaited
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
