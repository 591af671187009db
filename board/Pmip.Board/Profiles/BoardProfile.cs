using System.Collections.Generic;

namespace Pmip.Board.Profiles;

/// <summary>What a board has, and which of its devices is what: one file of <c>board/profiles</c>.</summary>
public sealed record BoardProfile
{
    /// <summary>Its name, as <c>board.profile</c> of the configuration gives it.</summary>
    public required string Name { get; init; }

    /// <summary>The board's name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Values of the device tree's root <c>compatible</c> that the profile is for.</summary>
    public IReadOnlyList<string> Compatible { get; init; } = [];

    /// <summary>The hardware watchdog; null when the board has none that Linux drives.</summary>
    public WatchdogDevice? Watchdog { get; init; }

    /// <summary>The lights, one for each function at most.</summary>
    public IReadOnlyList<LightDevice> Lights { get; init; } = [];

    /// <summary>The button; null when there is none that may be pressed.</summary>
    public ButtonDevice? Button { get; init; }

    /// <summary>The serial line that goes to the outside; null when there is none.</summary>
    public SerialLine? Console { get; init; }

    /// <summary>Types of the thermal zones worth watching; empty for all there are.</summary>
    public IReadOnlyList<string> ThermalZones { get; init; } = [];

    /// <summary>The network ports.</summary>
    public IReadOnlyList<NetworkPort> Ports { get; init; } = [];
}

/// <summary>A hardware watchdog.</summary>
/// <param name="Path">Its device file.</param>
/// <param name="TimeoutSecondsMax">Longest time that the hardware counts.</param>
public sealed record WatchdogDevice(string Path, int TimeoutSecondsMax);

/// <summary>What a light is for.</summary>
public enum LightFunction : byte
{
    /// <summary>The state of the appliance; every state shows on it.</summary>
    Status,

    /// <summary>On while something is wrong.</summary>
    Alarm,

    /// <summary>Blinks while an update runs.</summary>
    Update,

    /// <summary>Traffic of a network port, by the kernel's own trigger.</summary>
    Traffic,
}

/// <summary>A light.</summary>
/// <param name="Function">What it is for.</param>
/// <param name="Names">Names in the kernel's LED class, of which one exists: kernels differ.</param>
/// <param name="Interface">For <see cref="LightFunction.Traffic"/>: the interface whose traffic it shows.</param>
public sealed record LightDevice(LightFunction Function, IReadOnlyList<string> Names, string Interface);

/// <summary>A button: a key of an input device (gpio-keys), or a line of a GPIO chip that the kernel leaves to us.</summary>
public sealed record ButtonDevice
{
    /// <summary>Code of the key (linux/input-event-codes.h); zero for a GPIO line.</summary>
    public ushort Key { get; init; }

    /// <summary>What the name of the input device holds; empty for any.</summary>
    public string InputName { get; init; } = "";

    /// <summary>Label of the GPIO chip; empty for a key.</summary>
    public string Chip { get; init; } = "";

    /// <summary>Name of the line; empty when <see cref="Line"/> tells it.</summary>
    public string LineName { get; init; } = "";

    /// <summary>Offset of the line on the chip.</summary>
    public int Line { get; init; }

    /// <summary>True when pressing pulls the line to ground.</summary>
    public bool IsActiveLow { get; init; } = true;

    /// <summary>How long the line must be quiet, in milliseconds.</summary>
    public int DebounceMilliseconds { get; init; } = 30;
}

/// <summary>A serial line.</summary>
/// <param name="Names">Devices in <c>/dev</c>, of which one exists: kernels differ.</param>
/// <param name="Speed">Bits in a second.</param>
public sealed record SerialLine(IReadOnlyList<string> Names, int Speed);

/// <summary>A network port.</summary>
/// <param name="Label">What stands beside it on the box.</param>
/// <param name="Interface">Name that the kernel gives it.</param>
/// <param name="Driver">Its driver: it decides which rungs of the data path's ladder are there.</param>
public sealed record NetworkPort(string Label, string Interface, string Driver);
