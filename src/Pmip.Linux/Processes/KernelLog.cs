using System;
using System.Text;

namespace Pmip.Linux.Processes;

/// <summary>What the kernel has to say, as <c>dmesg</c> shows it.</summary>
public static unsafe class KernelLog
{
    /// <summary>The last octets of it, at most so many, from the beginning of a line on. Needs CAP_SYSLOG where the machine restricts it.</summary>
    public static LinuxStatus TryReadTail(int octetsMax, out string text)
    {
        text = "";
        byte[] room = new byte[Math.Max(octetsMax, 1)];
        fixed (byte* octets = room)
        {
            int read = LibC.KernelLog(LinuxAbi.SYSLOG_ACTION_READ_ALL, octets, room.Length);
            if (read < 0)
            {
                return LinuxStatus.Last;
            }

            ReadOnlySpan<byte> tail = room.AsSpan(0, read);
            int line = tail.IndexOf((byte)'\n');
            text = Encoding.UTF8.GetString(read == room.Length && line >= 0 ? tail[(line + 1)..] : tail);
            return LinuxStatus.Ok;
        }
    }
}
