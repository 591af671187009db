using System;
using System.IO;
using System.Linq;
using Iot.Device.BoardLed;
using Pmip.Board.Leds;
using Pmip.Board.Profiles;

namespace Pmip.Board.Iot;

/// <summary>
/// A light by Iot.Device.BoardLed. It is switched only: that class knows neither the times of the kernel's blinking nor, in its
/// list of triggers, the last one.
/// </summary>
internal sealed class IotLight : ILight
{
    private readonly BoardLed _led;

    private IotLight(BoardLed led) => _led = led;

    /// <inheritdoc/>
    public string Name => _led.Name;

    /// <inheritdoc/>
    public bool BlinksByItself => false;

    /// <summary>Opens the first light that exists of those that a profile names; null when there is none, or somebody else has it open.</summary>
    public static IotLight? Find(LightDevice device)
    {
        string? name = device.Names.FirstOrDefault(candidate => BoardLed.EnumerateLeds().Any(led => led.Name == candidate));
        if (name is null)
        {
            return null;
        }

        BoardLed light = new(name);
        try
        {
            light.Trigger = "none";
            return new IotLight(light);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            light.Dispose();
            return null; // The kernel's own files serve as well, and say what is wrong if they do not.
        }
    }

    /// <inheritdoc/>
    public bool TryShow(LightPattern pattern, out string problem)
    {
        try
        {
            _led.Brightness = pattern == LightPattern.Off ? 0 : _led.MaxBrightness;
            problem = "";
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"light {Name}: {failure.Message}";
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        TryShow(LightPattern.Off, out _);
        _led.Dispose();
    }
}
