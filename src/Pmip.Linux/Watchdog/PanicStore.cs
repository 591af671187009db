using System;
using System.Globalization;
using System.IO;
using System.Text;
using Pmip.Foundation.Randomness;

namespace Pmip.Linux.Watchdog;

/// <summary>What the kernel kept of its own panics over a reset (pstore), where it has a place for it.</summary>
public static class PanicStore
{
    private static readonly SipHash Check = new(0x706D_6970_7073_746F, 0x7265_6368_6563_6B31);

    /// <summary>A number that changes when another panic was kept; zero when none is kept or none can be.</summary>
    public static ulong CheckOf(string folder = "/sys/fs/pstore")
    {
        try
        {
            string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "dmesg-*") : [];
            Array.Sort(files, StringComparer.Ordinal);
            StringBuilder listing = new();
            foreach (string file in files)
            {
                FileInfo panic = new(file);
                listing.Append(CultureInfo.InvariantCulture, $"{panic.Name} {panic.Length} {panic.LastWriteTimeUtc.Ticks}\n");
            }

            return files.Length == 0 ? 0 : Check.Strong(Encoding.UTF8.GetBytes(listing.ToString())) | 1;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
