using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Text;
using Pmip.DataPath.Pinning;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Attachments;

/// <summary>
/// Puts programs on interfaces and takes them away. With a folder of pins they stay when the process goes, and the process that
/// follows changes each for its own at once: by the link where the kernel has links at the traffic classifiers (tcx), else by the
/// fixed place of a filter. Without a folder they are filters. Nothing here allocates after construction but <see cref="RemoveOthers"/>.
/// </summary>
internal sealed class ProgramPlaces
{
    private const int PathLengthMax = 512;
    private const int NotSupported = 95;
    private const int InvalidArgument = 22;

    private const string TunnelProgram = "encap_tunnel";

    private readonly TrafficControl _traffic;
    private readonly LinkTable _links;
    private readonly PinFolder? _pins;
    private readonly byte[] _folder;

    public ProgramPlaces(NetlinkChannel channel, PinFolder? pins)
    {
        _traffic = new TrafficControl(channel);
        _links = new LinkTable(channel);
        _pins = pins;
        _folder = pins is null ? [] : Encoding.UTF8.GetBytes(pins.LinkFolder + "/");
    }

    /// <summary>False once the kernel was found to have no links at the traffic classifiers.</summary>
    public bool HasClassifierLinks { get; private set; } = true;

    /// <summary>Puts a program at the traffic classifier of an interface, in the place of the same program of an earlier process.</summary>
    public LinuxStatus AttachClassifier(BpfLink link, ReadOnlySpan<byte> name, BpfProgram program, int interfaceIndex, bool egress, ushort priority)
    {
        if (_pins is not null && HasClassifierLinks)
        {
            LinuxStatus status = AttachLink(link, "tcx"u8, name, program, interfaceIndex, egress ? BpfLinkPoint.Egress : BpfLinkPoint.Ingress, 0);
            if (status.IsOk)
            {
                // The link comes first and has the last word; a filter of a process without links is of no use any more.
                RemoveFilter(name, interfaceIndex, egress, priority);
                return status;
            }

            // Another refusal, of an interface that is just going for one, says nothing of the kernel: the filter will meet it too.
            HasClassifierLinks = status.Errno is not (InvalidArgument or NotSupported);
        }

        return AttachFilter(name, program, interfaceIndex, egress, priority);
    }

    /// <summary>Takes a program away from a traffic classifier. The interface may be gone, and the program with it.</summary>
    public void DetachClassifier(BpfLink link, ReadOnlySpan<byte> name, int interfaceIndex, bool egress, ushort priority)
    {
        DetachLink(link, "tcx"u8, name, interfaceIndex);
        RemoveFilter(name, interfaceIndex, egress, priority);
    }

    /// <summary>Puts a program on an interface by a link, or changes it in the link of an earlier process.</summary>
    public LinuxStatus AttachLink(
        BpfLink link, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name, BpfProgram program, int interfaceIndex, BpfLinkPoint point, uint flags)
    {
        Span<byte> room = stackalloc byte[PathLengthMax];
        ReadOnlySpan<byte> path = _pins is null ? default : PathOf(room, kind, name, interfaceIndex);
        if (!path.IsEmpty && link.Open(path).IsOk)
        {
            // An interface that went took the program with it, and a new one may have its number.
            if (link.TryRead(out BpfLinkState state).IsOk && state.InterfaceIndex == interfaceIndex && link.Replace(program).IsOk)
            {
                return LinuxStatus.Ok;
            }

            link.Close();
            _ = BpfFileSystem.Unpin(path);
        }

        LinuxStatus status = link.Create(program, interfaceIndex, point, flags);
        return status.IsOk && !path.IsEmpty ? link.Pin(path) : status;
    }

    /// <summary>Takes the program of a link away.</summary>
    public void DetachLink(BpfLink link, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name, int interfaceIndex)
    {
        Span<byte> room = stackalloc byte[PathLengthMax];
        if (_pins is not null)
        {
            _ = BpfFileSystem.Unpin(PathOf(room, kind, name, interfaceIndex));
        }

        link.Close();
    }

    /// <summary>Takes away what an earlier process attached and none of <paramref name="wanted"/> is. For the start: allocates.</summary>
    public void RemoveOthers(ReadOnlySpan<Attachment> wanted, XdpPorts? ports = null)
    {
        List<PinnedLink> found = _pins?.ReadLinks() ?? [];
        foreach (PinnedLink place in found)
        {
            bool isWanted = ports is not null && ports.Has(place);
            foreach (Attachment attachment in wanted)
            {
                isWanted |= attachment.ProgramName == place.Program && attachment.InterfaceIndex == place.InterfaceIndex;
            }

            if (!isWanted)
            {
                Remove(place);
            }
        }
    }

    /// <summary>Takes one program away by its name.</summary>
    public void Remove(in PinnedLink place)
    {
        if (place.IsFilter && FilterPlace.TryFind(place.Program, out FilterPlace filter))
        {
            _ = _traffic.DeleteFilter(place.InterfaceIndex, filter.Egress, filter.Priority);
        }

        // A program that is on nothing else tells the tunnel interface of a process before.
        if (place.Program == TunnelProgram && _links.TryGet(place.InterfaceIndex, out LinkState link).IsOk && !link.IsEthernet)
        {
            _ = _links.Delete(place.InterfaceIndex);
        }

        _ = BpfFileSystem.Unpin(place.Path);
    }

    private LinuxStatus AttachFilter(ReadOnlySpan<byte> name, BpfProgram program, int interfaceIndex, bool egress, ushort priority)
    {
        LinuxStatus status = _traffic.EnsureClassifier(interfaceIndex);
        status = status.IsOk ? _traffic.ReplaceFilter(interfaceIndex, egress, priority, program.Descriptor, name) : status;
        if (!status.IsOk || _pins is null)
        {
            return status;
        }

        // The filter stays by itself; the name says that it is there to whoever must take it away. The program of before goes with its tables.
        Span<byte> room = stackalloc byte[PathLengthMax];
        ReadOnlySpan<byte> path = PathOf(room, "clsact"u8, name, interfaceIndex);
        _ = BpfFileSystem.Unpin(path);
        return program.Pin(path);
    }

    private void RemoveFilter(ReadOnlySpan<byte> name, int interfaceIndex, bool egress, ushort priority)
    {
        _ = _traffic.DeleteFilter(interfaceIndex, egress, priority);
        if (_pins is not null)
        {
            Span<byte> room = stackalloc byte[PathLengthMax];
            _ = BpfFileSystem.Unpin(PathOf(room, "clsact"u8, name, interfaceIndex));
        }
    }

    private ReadOnlySpan<byte> PathOf(Span<byte> room, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> name, int interfaceIndex)
    {
        int length = 0;
        Append(room, ref length, _folder);
        Append(room, ref length, kind);
        Append(room, ref length, "-"u8);
        Append(room, ref length, name);
        Append(room, ref length, "-"u8);
        Utf8Formatter.TryFormat(interfaceIndex, room[length..], out int digits);
        length += digits;
        room[length++] = 0;
        return room[..length];
    }

    private static void Append(Span<byte> room, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(room[length..]);
        length += text.Length;
    }
}
