using System;
using System.Text;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Attachments;

/// <summary>
/// One program on one interface, which may come and go. The place of the filter is fixed for each program, so that a process that
/// follows a crashed one takes over from it.
/// </summary>
internal sealed class Attachment(string interfaceName, string programName, BpfProgram program, bool egress, ushort priority)
{
    private readonly byte[] _interfaceName = Encoding.UTF8.GetBytes(interfaceName);
    private readonly byte[] _programName = Encoding.UTF8.GetBytes(programName);

    public string InterfaceName => interfaceName;

    public string ProgramName => programName;

    public ProgramView View => new() { Name = _programName, Interface = _interfaceName, Status = Status };

    /// <summary>Where the program is attached, or 0.</summary>
    public int InterfaceIndex { get; private set; }

    /// <summary>How the last attempt ended.</summary>
    public DataPathStatus Status { get; private set; } = DataPathStatus.InterfaceMissing;

    /// <summary>True when it is the same program at the same place.</summary>
    public bool IsSame(Attachment other) => other.InterfaceName == InterfaceName && other.ProgramName == ProgramName;

    public bool IsFor(ReadOnlySpan<byte> name) => name.SequenceEqual(_interfaceName);

    /// <summary>Attaches the program unless it is where it belongs.</summary>
    public DataPathStatus Ensure(LinkTable links, TrafficControl traffic)
    {
        LinuxStatus found = links.TryGet(_interfaceName, out LinkState link);
        if (!found.IsOk)
        {
            InterfaceIndex = 0;
            return Status = DataPathStatus.InterfaceMissing;
        }

        if (link.Index == InterfaceIndex)
        {
            return Status;
        }

        // The tunnel interface is the only one without Ethernet frames, and the only one that we attach to outwards.
        if (!link.IsEthernet && !egress)
        {
            return Status = DataPathStatus.InterfaceUnsuitable;
        }

        bool done = traffic.EnsureClassifier(link.Index).IsOk
            && traffic.ReplaceFilter(link.Index, egress, priority, program.Descriptor, _programName).IsOk;
        InterfaceIndex = done ? link.Index : 0;
        return Status = done ? DataPathStatus.Ok : DataPathStatus.KernelRefused;
    }

    /// <summary>Takes the program away. The interface may be gone, and the program with it.</summary>
    public void Detach(TrafficControl traffic)
    {
        if (InterfaceIndex != 0)
        {
            _ = traffic.DeleteFilter(InterfaceIndex, egress, priority);
            InterfaceIndex = 0;
        }
    }
}
