using System;
using System.Collections.Concurrent;
using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.IO;
using System.Linq;
using Pmip.Board.Buttons;
using Pmip.Board.Profiles;
using Pmip.Linux.Polling;

namespace Pmip.Board.Iot;

/// <summary>A button by System.Device.Gpio, whose thread tells of each edge. It finds chips by their label and knows lines by number only.</summary>
internal sealed class IotButton : IButton
{
    private readonly GpioController _controller;
    private readonly ConcurrentQueue<bool> _movements = new();
    private readonly EventDescriptor _moved;
    private readonly int _line;
    private readonly bool _isActiveLow;

    private IotButton(GpioController controller, EventDescriptor moved, ButtonDevice device)
    {
        _controller = controller;
        _moved = moved;
        _line = device.Line;
        _isActiveLow = device.IsActiveLow;
        Name = $"{device.Chip} {device.Line}";
        controller.OpenPin(_line, device.IsActiveLow ? PinMode.InputPullUp : PinMode.Input);
        controller.RegisterCallbackForPinValueChangedEvent(_line, PinEventTypes.Falling | PinEventTypes.Rising, Moved);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Descriptor => _moved.Descriptor;

    /// <summary>Opens the line; null with the reason when the library has no driver for it.</summary>
    public static IotButton? TryOpen(ButtonDevice device, out string problem)
    {
        problem = "";
        if (device.LineName.Length > 0 || !EventDescriptor.TryOpen(out EventDescriptor? moved).IsOk)
        {
            problem = "button: System.Device.Gpio takes lines by number";
            return null;
        }

        GpioController? controller = null;
        try
        {
            GpioChipInfo chip = LibGpiodV2Driver.GetAvailableChips().First(candidate => candidate.Label == device.Chip);
            controller = new GpioController(new LibGpiodV2Driver(chip));
            return new IotButton(controller, moved!, device);
        }
        catch (Exception failure) when (failure is IOException or GpiodException or PlatformNotSupportedException or DllNotFoundException
            or InvalidOperationException or ArgumentException)
        {
            controller?.Dispose();
            moved!.Dispose();
            problem = $"button: {failure.Message}";
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out bool isDown)
    {
        if (_movements.TryDequeue(out isDown))
        {
            return true;
        }

        _moved.TryTake();
        return _movements.TryDequeue(out isDown); // One that came between the two looks.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _controller.Dispose();
        _moved.Dispose();
    }

    private void Moved(object sender, PinValueChangedEventArgs movement)
    {
        _movements.Enqueue(movement.ChangeType == PinEventTypes.Falling == _isActiveLow);
        _moved.Raise();
    }
}
