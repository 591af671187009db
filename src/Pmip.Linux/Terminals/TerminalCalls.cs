using System.Runtime.InteropServices;

namespace Pmip.Linux.Terminals;

/// <summary>The calls of the C library for terminals.</summary>
internal static unsafe partial class TerminalCalls
{
    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "isatty", SetLastError = true)]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetModes(LinuxDescriptor terminal, TerminalAbi.Termios* modes);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetModes(LinuxDescriptor terminal, int when, TerminalAbi.Termios* modes);

    [LibraryImport(Library, EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(TerminalAbi.Termios* modes);

    [LibraryImport(Library, EntryPoint = "cfsetispeed", SetLastError = true)]
    public static partial int SetInputSpeed(TerminalAbi.Termios* modes, uint speed);

    [LibraryImport(Library, EntryPoint = "cfsetospeed", SetLastError = true)]
    public static partial int SetOutputSpeed(TerminalAbi.Termios* modes, uint speed);

    [LibraryImport(Library, EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(LinuxDescriptor terminal, int which);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GetWindowSize(LinuxDescriptor terminal, nuint request, TerminalAbi.WindowSize* size);
}
