using System.Runtime.InteropServices;

namespace Pmip.Linux.Terminals;

/// <summary>Numbers of termios; all of them are the same on x86-64 and on ARM64.</summary>
internal static class TerminalAbi
{
    public const int O_NOCTTY = 0x100;

    public const int TCSANOW = 0;
    public const int TCIOFLUSH = 2;
    public const nuint TIOCGWINSZ = 0x5413;

    public const uint IXON = 0x400;
    public const uint IXANY = 0x800;
    public const uint IXOFF = 0x1000;
    public const uint CSIZE = 0x30;
    public const uint CS8 = 0x30;
    public const uint CSTOPB = 0x40;
    public const uint CREAD = 0x80;
    public const uint PARENB = 0x100;
    public const uint CLOCAL = 0x800;
    public const uint CRTSCTS = 0x80000000;
    public const int VTIME = 5;
    public const int VMIN = 6;

    /// <summary><c>struct termios</c> of the C library.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 60)]
    public unsafe struct Termios
    {
        [FieldOffset(0)]
        public uint InputFlags;

        [FieldOffset(4)]
        public uint OutputFlags;

        [FieldOffset(8)]
        public uint ControlFlags;

        [FieldOffset(12)]
        public uint LocalFlags;

        [FieldOffset(17)]
        public fixed byte ControlCharacters[32];

        [FieldOffset(52)]
        public uint InputSpeed;

        [FieldOffset(56)]
        public uint OutputSpeed;
    }

    /// <summary><c>struct winsize</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
