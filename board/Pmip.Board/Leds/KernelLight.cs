using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Files;

namespace Pmip.Board.Leds;

/// <summary>
/// A light of the kernel's LED class (Documentation/leds/leds-class.rst). Blinking is left to its <c>timer</c> trigger; the files
/// with the times appear when the trigger is chosen and go with it, so that each is opened anew.
/// </summary>
public sealed class KernelLight : ILight
{
    private const string ClassFolder = "sys/class/leds";
    private readonly string _folder;
    private readonly string _full;
    private string _trigger = "";

    private KernelLight(string folder, string name)
    {
        _folder = folder;
        _full = ReadFull(folder);
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool BlinksByItself => true;

    /// <summary>Finds the first light that exists of several names; <c>*</c> in a name stands for anything. Null when there is none.</summary>
    /// <param name="root">What stands for <c>/</c>.</param>
    /// <param name="names">Names in the LED class, the best first.</param>
    public static KernelLight? Find(string root, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string all = Path.Join(root, ClassFolder);
        if (!Directory.Exists(all))
        {
            return null;
        }

        string[] present = [.. Directory.EnumerateFileSystemEntries(all).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        string? name = names
            .Select(wanted => Array.Find(present, candidate => FileSystemName.MatchesSimpleExpression(wanted, candidate)))
            .FirstOrDefault(found => found is not null);
        return name is null ? null : new KernelLight(Path.Join(all, name), name);
    }

    /// <inheritdoc/>
    public bool TryShow(LightPattern pattern, out string problem)
    {
        if (LightPatterns.TryGetBlink(pattern, out int on, out int off))
        {
            return TryTrigger("timer", out problem)
                && TryWrite("delay_on", on.ToString(CultureInfo.InvariantCulture), out problem)
                && TryWrite("delay_off", off.ToString(CultureInfo.InvariantCulture), out problem);
        }

        return TryTrigger("none", out problem) && TryWrite("brightness", pattern == LightPattern.Off ? "0" : _full, out problem);
    }

    /// <summary>Leaves the light to the kernel, which shows the traffic of an interface on it (trigger <c>netdev</c>).</summary>
    public bool TryShowTraffic(string networkInterface, out string problem) =>
        TryTrigger("netdev", out problem)
        && TryWrite("device_name", networkInterface, out problem)
        && TryWrite("link", "1", out problem)
        && TryWrite("tx", "1", out problem)
        && TryWrite("rx", "1", out problem);

    /// <summary>Puts the light out: who ends in order leaves no light on that tells of it.</summary>
    public void Dispose() => TryShow(LightPattern.Off, out _);

    private static string ReadFull(string folder)
    {
        string path = Path.Join(folder, "max_brightness");
        string text = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int full) && full > 0 ? text : "255";
    }

    // A trigger that is set twice begins anew, which would show.
    private bool TryTrigger(string trigger, out string problem)
    {
        problem = "";
        if (_trigger == trigger)
        {
            return true;
        }

        bool isSet = TryWrite("trigger", trigger, out problem);
        _trigger = isSet ? trigger : "";
        return isSet;
    }

    private bool TryWrite(string attribute, string text, out string problem)
    {
        LinuxStatus status = StableStorage.Write(Path.Join(_folder, attribute), Encoding.ASCII.GetBytes(text));
        problem = status.IsOk ? "" : $"light {Name}: {attribute} cannot be \"{text}\": {status.Message}";
        return status.IsOk;
    }
}
