using System.IO;
using Pmip.Board.Profiles;
using Pmip.Linux;
using Pmip.Linux.Gpio;

namespace Pmip.Board.Buttons;

/// <summary>A button on a line of a GPIO chip; the kernel debounces it.</summary>
public sealed class GpioButton : IButton
{
    private readonly GpioInput _input;

    private GpioButton(GpioInput input, string name)
    {
        _input = input;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Descriptor => _input.Descriptor;

    /// <summary>Takes the line that the profile names; null with the reason.</summary>
    /// <param name="root">What stands for <c>/</c>.</param>
    /// <param name="device">What the profile says.</param>
    /// <param name="problem">Why not.</param>
    public static GpioButton? TryOpen(string root, ButtonDevice device, out string problem)
    {
        LinuxStatus status = GpioChip.TryFind(Path.Join(root, "dev"), device.Chip, out GpioChip? chip);
        if (!status.IsOk)
        {
            problem = $"button: there is no GPIO chip with the label {device.Chip}";
            return null;
        }

        using (chip)
        {
            int line = device.LineName.Length > 0 ? chip!.FindLine(device.LineName) : device.Line;
            string name = device.LineName.Length > 0 ? device.LineName : $"{device.Chip} {device.Line}";
            if (line < 0 || line >= chip!.LineCount)
            {
                problem = $"button: {device.Chip} has no line {(device.LineName.Length > 0 ? device.LineName : device.Line)}";
                return null;
            }

            status = chip.TryTakeInput(line, device.IsActiveLow, (uint)device.DebounceMilliseconds * 1000, out GpioInput? input);
            problem = status.IsOk ? "" : $"button: line {name} cannot be taken: {status.Message}";
            return status.IsOk ? new GpioButton(input!, name) : null;
        }
    }

    /// <inheritdoc/>
    public bool TryTake(out bool isDown) => _input.TakeEdge(out isDown).IsOk;

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();
}
