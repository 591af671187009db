using System.IO;
using Pmip.Board.Profiles;
using Pmip.Linux;
using Pmip.Linux.Input;

namespace Pmip.Board.Buttons;

/// <summary>A button that the kernel reports as a key: gpio-keys has its line, and debounces it.</summary>
public sealed class KeyButton : IButton
{
    private readonly InputKey _key;

    private KeyButton(InputKey key, string name)
    {
        _key = key;
        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Descriptor => _key.Descriptor;

    /// <summary>Finds the key that the profile names; null with the reason.</summary>
    /// <param name="root">What stands for <c>/</c>.</param>
    /// <param name="device">What the profile says.</param>
    /// <param name="problem">Why not.</param>
    public static KeyButton? TryOpen(string root, ButtonDevice device, out string problem)
    {
        LinuxStatus status = InputKey.TryFind(Path.Join(root, "dev/input"), device.InputName, device.Key, out InputKey? key);
        string called = device.InputName.Length == 0 ? "" : $" and \"{device.InputName}\" in its name";
        problem = status.IsOk ? "" : $"button: no input device has the key {device.Key}{called}";
        return status.IsOk ? new KeyButton(key!, $"key {device.Key}") : null;
    }

    /// <inheritdoc/>
    public bool TryTake(out bool isDown)
    {
        while (_key.TryRead(out bool isOurs, out isDown))
        {
            if (isOurs)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
