using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pmip.Board.Buttons;
using Pmip.Board.Leds;
using Pmip.Board.Profiles;
using Pmip.Board.Thermal;

namespace Pmip.Board;

/// <summary>
/// The devices that a profile names, as far as the board has them. What it lacks is one line each in <see cref="Problems"/>, and
/// everything else works.
/// </summary>
public sealed class BoardDevices : IDisposable
{
    private readonly List<string> _problems = [];
    private readonly string _root;

    /// <summary>Opens what <paramref name="profile"/> names.</summary>
    /// <param name="profile">What is what.</param>
    /// <param name="root">What stands for <c>/</c>, so that a test or a container brings its own <c>sys</c> and <c>dev</c>.</param>
    /// <param name="useLights">False leaves the lights alone.</param>
    /// <param name="useButton">False leaves the button alone.</param>
    public BoardDevices(BoardProfile profile, string root, bool useLights, bool useButton)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        _root = root;
        Thermometer = new Thermometer(root, [.. profile.ThermalZones]);
        foreach (LightDevice light in useLights ? profile.Lights : [])
        {
            Open(light);
        }

        if (useButton && profile.Button is ButtonDevice button)
        {
            Button = BoardDrivers.OpenButton(root, button, out string problem);
            Note(problem);
        }

        ConsoleDevice = FindConsole(profile.Console);
    }

    /// <summary>What is what.</summary>
    public BoardProfile Profile { get; }

    /// <summary>The lights that there are.</summary>
    public StatusLights Lights { get; } = new();

    /// <summary>The button, if there is one.</summary>
    public IButton? Button { get; }

    /// <summary>The temperatures.</summary>
    public Thermometer Thermometer { get; }

    /// <summary>Path of the serial line to the outside; empty when there is none.</summary>
    public string ConsoleDevice { get; }

    /// <summary>What the profile names and the board lacks, a line each.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <inheritdoc/>
    public void Dispose()
    {
        Lights.PutOut();
        Button?.Dispose();
    }

    private void Open(LightDevice device)
    {
        if (device.Function == LightFunction.Traffic)
        {
            KernelLight? traffic = KernelLight.Find(_root, device.Names);
            string problem = Missing(device);
            _ = traffic?.TryShowTraffic(device.Interface, out problem);
            Note(problem);
            return;
        }

        ILight? light = BoardDrivers.OpenLight(_root, device);
        if (light is null)
        {
            Note(Missing(device));
            return;
        }

        Lights.Add(device.Function, light);
    }

    private static string Missing(LightDevice device) =>
        $"light for {device.Function.ToString().ToLowerInvariant()}: the kernel has none called {string.Join(" or ", device.Names)}";

    private string FindConsole(SerialLine? line)
    {
        string? path = line?.Names.Select(name => Path.Join(_root, "dev", name)).FirstOrDefault(File.Exists);
        Note(line is not null && path is null ? $"serial line: there is none of {string.Join(", ", line.Names)} in /dev" : "");
        return path ?? "";
    }

    private void Note(string problem)
    {
        if (problem.Length > 0)
        {
            _problems.Add(problem);
        }
    }
}
