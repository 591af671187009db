using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Pmip.Linux.Gpio;

/// <summary>
/// A GPIO chip by its character device (uAPI version 2, Linux 5.10). Chips are found by their label and lines by their name:
/// the numbers of both depend on the order in which drivers came up.
/// </summary>
public sealed unsafe partial class GpioChip : IDisposable
{
    private readonly LinuxDescriptor _descriptor;

    private GpioChip(LinuxDescriptor descriptor, string label, int lineCount)
    {
        _descriptor = descriptor;
        Label = label;
        LineCount = lineCount;
    }

    /// <summary>Label that the driver gave, <c>pinctrl-bcm2711</c>.</summary>
    public string Label { get; }

    /// <summary>Number of lines.</summary>
    public int LineCount { get; }

    /// <summary>Opens the chip of a device file; ENOTTY when it is none.</summary>
    public static LinuxStatus TryOpen(string path, out GpioChip? chip)
    {
        chip = null;
        LinuxDescriptor descriptor = new(LibC.Open(path, LinuxAbi.O_RDWR | LinuxAbi.O_CLOEXEC, 0));
        byte* information = stackalloc byte[GpioAbi.ChipInformationLength];
        LinuxStatus status = LinuxStatus.From(descriptor.Number);
        status = status.IsOk ? LinuxStatus.From(Control(descriptor, GpioAbi.GetChipInformation, information)) : status;
        if (!status.IsOk)
        {
            descriptor.Dispose();
            return status;
        }

        ReadOnlySpan<byte> octets = new(information, GpioAbi.ChipInformationLength);
        int lines = (int)BinaryPrimitives.ReadUInt32LittleEndian(octets[GpioAbi.ChipLinesOffset..]);
        chip = new GpioChip(descriptor, TextAt(octets[GpioAbi.ChipLabelOffset..]), lines);
        return status;
    }

    /// <summary>Opens the chip with a label among the devices <c>gpiochip*</c> of <paramref name="folder"/>; ENODEV when there is none.</summary>
    public static LinuxStatus TryFind(string folder, string label, out GpioChip? chip)
    {
        chip = null;
        if (Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder, "gpiochip*"))
            {
                if (TryOpen(path, out GpioChip? candidate).IsOk)
                {
                    if (candidate!.Label == label)
                    {
                        chip = candidate;
                        return LinuxStatus.Ok;
                    }

                    candidate.Dispose();
                }
            }
        }

        return new LinuxStatus(LinuxAbi.ENODEV);
    }

    /// <summary>Offset of the line with a name, as the device tree gives it; -1 when there is none.</summary>
    public int FindLine(string name)
    {
        byte* information = stackalloc byte[GpioAbi.LineInformationLength];
        Span<byte> octets = new(information, GpioAbi.LineInformationLength);
        for (int offset = 0; offset < LineCount; offset++)
        {
            octets.Clear();
            BinaryPrimitives.WriteInt32LittleEndian(octets[GpioAbi.LineInformationOffsetOffset..], offset);
            if (Control(_descriptor, GpioAbi.GetLineInformation, information) == 0 && TextAt(octets) == name)
            {
                return offset;
            }
        }

        return -1;
    }

    /// <summary>
    /// Takes a line as an input whose edges are reported after it was quiet for <paramref name="debounceMicroseconds"/>; the kernel
    /// sees to that. EBUSY when somebody has it, the kernel's own gpio-keys for one.
    /// </summary>
    public LinuxStatus TryTakeInput(int offset, bool isActiveLow, uint debounceMicroseconds, out GpioInput? input)
    {
        input = null;
        byte* request = stackalloc byte[GpioAbi.LineRequestLength];
        Span<byte> octets = new(request, GpioAbi.LineRequestLength);
        octets.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(octets, offset);
        "pmipd"u8.CopyTo(octets[GpioAbi.RequestConsumerOffset..]);
        ulong flags = GpioAbi.FlagInput | GpioAbi.FlagEdgeRising | GpioAbi.FlagEdgeFalling;
        flags |= isActiveLow ? GpioAbi.FlagActiveLow | GpioAbi.FlagBiasPullUp : 0;
        BinaryPrimitives.WriteUInt64LittleEndian(octets[GpioAbi.RequestFlagsOffset..], flags);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[GpioAbi.RequestLineCountOffset..], 1);
        if (debounceMicroseconds > 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(octets[GpioAbi.RequestAttributeCountOffset..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[GpioAbi.RequestAttributeOffset..], GpioAbi.AttributeDebounce);
            BinaryPrimitives.WriteUInt32LittleEndian(octets[GpioAbi.RequestAttributeValueOffset..], debounceMicroseconds);
            BinaryPrimitives.WriteUInt64LittleEndian(octets[GpioAbi.RequestAttributeMaskOffset..], 1);
        }

        LinuxStatus status = LinuxStatus.From(Control(_descriptor, GpioAbi.GetLine, request));
        if (status.IsOk)
        {
            input = new GpioInput(new LinuxDescriptor(BinaryPrimitives.ReadInt32LittleEndian(octets[GpioAbi.RequestDescriptorOffset..])));
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(LinuxDescriptor descriptor, nuint request, byte* argument);

    private static string TextAt(ReadOnlySpan<byte> octets)
    {
        ReadOnlySpan<byte> name = octets[..GpioAbi.NameLength];
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }
}
