using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pmip.Linux.Sockets;

/// <summary>The feature <c>hw-tc-offload</c> of a network device, as <c>ethtool -k</c> shows it.</summary>
public static unsafe class TrafficOffloadFeature
{
    private const nuint SIOCGIFNAME = 0x8910;
    private const nuint SIOCETHTOOL = 0x8946;
    private const uint ETHTOOL_GSTRINGS = 0x1B;
    private const uint ETHTOOL_GSSET_INFO = 0x37;
    private const uint ETHTOOL_GFEATURES = 0x3A;
    private const int ETH_SS_FEATURES = 4;
    private const int NameLength = 32;
    private const int FeaturesMax = 128;
    private const int RequestLength = 40;

    /// <summary>Whether it is on, and whether the driver lets it be changed. An error where the kernel or the device does not say.</summary>
    public static LinuxStatus TryRead(int interfaceIndex, out bool isOn, out bool canBeOn)
    {
        isOn = false;
        canBeOn = false;
        int descriptor = LibC.Socket(LinuxAbi.AF_INET, LinuxAbi.SOCK_DGRAM | LinuxAbi.SOCK_CLOEXEC, 0);
        LinuxStatus status = LinuxStatus.From(descriptor);
        if (!status.IsOk)
        {
            return status;
        }

        using LinuxDescriptor socket = new(descriptor);
        byte* request = stackalloc byte[RequestLength];
        new Span<byte>(request, RequestLength).Clear();
        BinaryPrimitives.WriteInt32LittleEndian(new Span<byte>(request + 16, 4), interfaceIndex);
        status = LinuxStatus.From(LibC.Control(socket, SIOCGIFNAME, request));
        return status.IsOk ? TryRead(socket, request, ref isOn, ref canBeOn) : status;
    }

    private static LinuxStatus TryRead(LinuxDescriptor socket, byte* request, ref bool isOn, ref bool canBeOn)
    {
        uint* count = stackalloc uint[5] { ETHTOOL_GSSET_INFO, 0, 1 << ETH_SS_FEATURES, 0, 0 };
        LinuxStatus status = Ask(socket, request, count);
        int features = (int)Math.Min(count[4], FeaturesMax);
        byte* names = stackalloc byte[12 + (FeaturesMax * NameLength)];
        if (!status.IsOk || features == 0)
        {
            return status.IsOk ? new LinuxStatus(LinuxAbi.ENODEV) : status;
        }

        uint* header = (uint*)names;
        header[0] = ETHTOOL_GSTRINGS;
        header[1] = ETH_SS_FEATURES;
        header[2] = (uint)features;
        status = count[4] > FeaturesMax ? new LinuxStatus(LinuxAbi.ENODEV) : Ask(socket, request, names);
        for (int i = 0; i < features && status.IsOk; i++)
        {
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(names + 12 + (i * NameLength));
            if (name.SequenceEqual("hw-tc-offload"u8))
            {
                return TryReadFeature(socket, request, i, features, ref isOn, ref canBeOn);
            }
        }

        return status;
    }

    // Four words for every 32 features: available, requested, active, never changed.
    private static LinuxStatus TryReadFeature(LinuxDescriptor socket, byte* request, int feature, int features, ref bool isOn, ref bool canBeOn)
    {
        uint* state = stackalloc uint[2 + (FeaturesMax / 32 * 4)];
        state[0] = ETHTOOL_GFEATURES;
        state[1] = (uint)((features + 31) / 32);
        LinuxStatus status = Ask(socket, request, state);
        uint* block = state + 2 + (feature / 32 * 4);
        isOn = status.IsOk && (block[2] >> (feature % 32) & 1) != 0;
        canBeOn = isOn || (status.IsOk && (block[0] >> (feature % 32) & 1) != 0);
        return status;
    }

    private static LinuxStatus Ask(LinuxDescriptor socket, byte* request, void* question)
    {
        *(void**)(request + 16) = question;
        return LinuxStatus.From(LibC.Control(socket, SIOCETHTOOL, request));
    }
}
