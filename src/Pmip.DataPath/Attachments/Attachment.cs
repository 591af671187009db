using System;
using System.Text;
using Pmip.Foundation;
using Pmip.Linux;
using Pmip.Linux.Bpf;
using Pmip.Linux.Netlink;

namespace Pmip.DataPath.Attachments;

/// <summary>
/// One program on one interface, which may come and go. Its place there is fixed for each program, so that a process that follows
/// another takes over from it.
/// </summary>
internal sealed class Attachment : IDisposable
{
    private readonly byte[] _interfaceName;
    private readonly byte[] _programName;
    private readonly BpfProgram _program;
    private readonly FilterPlace _place;
    private readonly BpfLink _link = new();

    public Attachment(string interfaceName, string programName, BpfProgram program)
    {
        InterfaceName = interfaceName;
        ProgramName = programName;
        _interfaceName = Encoding.UTF8.GetBytes(interfaceName);
        _programName = Encoding.UTF8.GetBytes(programName);
        _program = program;
        bool hasPlace = FilterPlace.TryFind(programName, out _place);
        Invariant.Require(hasPlace);
    }

    public string InterfaceName { get; }

    public string ProgramName { get; }

    public ProgramView View => new() { Name = _programName, Interface = _interfaceName, Status = Status };

    /// <summary>Where the program is attached, or 0.</summary>
    public int InterfaceIndex { get; private set; }

    /// <summary>How the last attempt ended.</summary>
    public DataPathStatus Status { get; private set; } = DataPathStatus.InterfaceMissing;

    /// <summary>True when it is the same program at the same place.</summary>
    public bool IsSame(Attachment other) => other.InterfaceName == InterfaceName && other.ProgramName == ProgramName;

    public bool IsFor(ReadOnlySpan<byte> name) => name.SequenceEqual(_interfaceName);

    /// <summary>Attaches the program unless it is where it belongs.</summary>
    public DataPathStatus Ensure(LinkTable links, ProgramPlaces places)
    {
        LinuxStatus found = links.TryGet(_interfaceName, out LinkState link);
        if (!found.IsOk || (InterfaceIndex != 0 && link.Index != InterfaceIndex))
        {
            Detach(places);
        }

        if (!found.IsOk)
        {
            return Status = DataPathStatus.InterfaceMissing;
        }

        if (link.Index == InterfaceIndex)
        {
            return Status;
        }

        // The tunnel interface is the only one without Ethernet frames, and the only one that we attach to outwards.
        if (!link.IsEthernet && !_place.Egress)
        {
            return Status = DataPathStatus.InterfaceUnsuitable;
        }

        bool done = places.AttachClassifier(_link, _programName, _program, link.Index, _place.Egress, _place.Priority).IsOk;
        InterfaceIndex = done ? link.Index : 0;
        return Status = done ? DataPathStatus.Ok : DataPathStatus.KernelRefused;
    }

    /// <summary>Takes the program away. The interface may be gone, and the program with it.</summary>
    public void Detach(ProgramPlaces places)
    {
        if (InterfaceIndex != 0)
        {
            places.DetachClassifier(_link, _programName, InterfaceIndex, _place.Egress, _place.Priority);
            InterfaceIndex = 0;
        }
    }

    /// <summary>Lets go of the program, which stays where it is kept by its name.</summary>
    public void Dispose() => _link.Dispose();
}
