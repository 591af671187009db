using System;
using System.Globalization;
using System.IO;

namespace Pmip.Linux.Watchdog;

/// <summary>What sysfs tells of a watchdog without arming it. What it does not tell is empty, zero or false.</summary>
public sealed record WatchdogListing
{
    /// <summary>Name of the driver.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Time-out in seconds.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Why the machine started.</summary>
    public WatchdogBootStatus BootStatus { get; init; }

    /// <summary>True when it cannot be called off once it is armed.</summary>
    public bool IsNoWayOut { get; init; }

    /// <summary>True when somebody has armed it.</summary>
    public bool IsActive { get; init; }

    /// <summary>
    /// Reads what is told of the device at <paramref name="path"/>; null when sysfs has nothing of that name.
    /// <c>/dev/watchdog</c> is the first one.
    /// </summary>
    public static WatchdogListing? Read(string path, string root = "/sys/class/watchdog")
    {
        string name = Path.GetFileName(path);
        string folder = Path.Join(root, name == "watchdog" ? "watchdog0" : name);
        if (name.Length == 0 || !Directory.Exists(folder))
        {
            return null;
        }

        return new WatchdogListing
        {
            Identity = Text(folder, "identity"),
            TimeoutSeconds = Number(folder, "timeout"),
            BootStatus = (WatchdogBootStatus)Number(folder, "bootstatus"),
            IsNoWayOut = Number(folder, "nowayout") != 0,
            IsActive = Text(folder, "state") == "active",
        };
    }

    /// <summary>Who has the device open, such as <c>systemd (1)</c>; empty when nobody is seen. Takes the rights to look at other processes.</summary>
    public static string HolderOf(string path)
    {
        foreach (string process in Folders("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                continue;
            }

            foreach (string descriptor in Files(Path.Join(process, "fd")))
            {
                if (IsSameDevice(LinkTarget(descriptor), path))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{Text(process, "comm")} ({number})");
                }
            }
        }

        return "";
    }

    // /dev/watchdog and /dev/watchdog0 are one device by two names.
    private static bool IsSameDevice(string? target, string path) =>
        target is not null && (target == path
            || (target is "/dev/watchdog" or "/dev/watchdog0" && path is "/dev/watchdog" or "/dev/watchdog0"));

    private static int Number(string folder, string file)
    {
        string text = Text(folder, file);
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int hexadecimal) ? hexadecimal : 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;
    }

    private static string Text(string folder, string file) => Read(() => File.ReadAllText(Path.Join(folder, file)).Trim(), "");

    private static string[] Folders(string folder) => Read(() => Directory.GetDirectories(folder), []);

    private static string[] Files(string folder) => Read(() => Directory.GetFiles(folder), []);

    private static string? LinkTarget(string link) => Read(() => new FileInfo(link).LinkTarget, null);

    // Processes end and files of drivers refuse while we look: what cannot be read was not told.
    private static T Read<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }
}
