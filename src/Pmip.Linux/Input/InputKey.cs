using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Pmip.Linux.Input;

/// <summary>
/// A key of an input device, such as a button that the device tree gives to gpio-keys. It is read beside anybody else who reads it.
/// </summary>
public sealed unsafe partial class InputKey : IDisposable
{
    private const ushort KeyEvent = 1;
    private const int EventLength = 24; // Two longs of time, then type, code and value.
    private const int TypeOffset = 16;
    private const int CodeOffset = 18;
    private const int ValueOffset = 20;
    private const int KeyBitsLength = 96; // KEY_MAX is 0x2ff.
    private const int NameLength = 80;
    private const nuint GetName = 0x8000_4506 | ((nuint)NameLength << 16);
    private const nuint GetKeyBits = 0x8000_4521 | ((nuint)KeyBitsLength << 16);
    private const nuint GetKeyState = 0x8000_4518 | ((nuint)KeyBitsLength << 16);

    private readonly LinuxDescriptor _device;
    private readonly ushort _code;

    private InputKey(LinuxDescriptor device, ushort code)
    {
        _device = device;
        _code = code;
    }

    /// <summary>The number to watch for reading.</summary>
    public int Descriptor => _device.Number;

    /// <summary>
    /// Finds the device among <c>event*</c> of <paramref name="folder"/> that has the key <paramref name="code"/>, and whose name
    /// holds <paramref name="deviceName"/> unless that is empty; ENODEV when there is none.
    /// </summary>
    public static LinuxStatus TryFind(string folder, string deviceName, ushort code, out InputKey? key)
    {
        key = null;
        if (Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "event*"))
            {
                LinuxDescriptor device = new(LibC.Open(path, LinuxAbi.O_RDONLY | LinuxAbi.O_NONBLOCK | LinuxAbi.O_CLOEXEC, 0));
                if (!device.IsInvalid && HasKey(device, GetKeyBits, code) && NameOf(device).Contains(deviceName, StringComparison.OrdinalIgnoreCase))
                {
                    key = new InputKey(device, code);
                    return LinuxStatus.Ok;
                }

                device.Dispose();
            }
        }

        return new LinuxStatus(LinuxAbi.ENODEV);
    }

    /// <summary>Takes one report; false when none is left. <paramref name="isOurs"/> is false for another key and for a repetition.</summary>
    public bool TryRead(out bool isOurs, out bool isDown)
    {
        byte* report = stackalloc byte[EventLength];
        ReadOnlySpan<byte> octets = new(report, EventLength);
        bool isTaken = LibC.Read(_device, report, EventLength) == EventLength;
        int value = isTaken ? BinaryPrimitives.ReadInt32LittleEndian(octets[ValueOffset..]) : 0;
        isOurs = isTaken
            && BinaryPrimitives.ReadUInt16LittleEndian(octets[TypeOffset..]) == KeyEvent
            && BinaryPrimitives.ReadUInt16LittleEndian(octets[CodeOffset..]) == _code
            && value is 0 or 1;
        isDown = isOurs && value == 1;
        return isTaken;
    }

    /// <summary>True when the key is down now.</summary>
    public bool IsDown() => HasKey(_device, GetKeyState, _code);

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private static bool HasKey(LinuxDescriptor device, nuint request, ushort code)
    {
        byte* bits = stackalloc byte[KeyBitsLength];
        new Span<byte>(bits, KeyBitsLength).Clear();
        return code < 8 * KeyBitsLength && Control(device, request, bits) >= 0 && (bits[code / 8] & (1 << (code % 8))) != 0;
    }

    private static string NameOf(LinuxDescriptor device)
    {
        byte* name = stackalloc byte[NameLength];
        int length = Control(device, GetName, name);
        return length <= 0 ? "" : Encoding.UTF8.GetString(name, length - 1);
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(LinuxDescriptor device, nuint request, byte* argument);
}
