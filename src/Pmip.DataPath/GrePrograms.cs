using System;
using System.IO;
using System.Reflection;
using Pmip.DataPath.Tables;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.DataPath;

/// <summary>The programs of <c>bpf/gre.bpf.c</c>, verified by the kernel and bound to our tables.</summary>
internal sealed class GrePrograms : IDisposable
{
    private const string ResourceName = "gre.bpf.o";

    private GrePrograms()
    {
    }

    /// <summary>Transport interfaces, inwards.</summary>
    public BpfProgram Decap { get; private set; } = null!;

    /// <summary>Access interfaces, inwards.</summary>
    public BpfProgram EncapAccess { get; private set; } = null!;

    /// <summary>Interfaces towards the packet data network, inwards.</summary>
    public BpfProgram EncapService { get; private set; } = null!;

    /// <summary>The tunnel interface, outwards.</summary>
    public BpfProgram EncapTunnel { get; private set; } = null!;

    /// <summary>Socket filter of the access links.</summary>
    public BpfProgram AccessTap { get; private set; } = null!;

    /// <summary>XDP at access interfaces.</summary>
    public BpfProgram XdpAccess { get; private set; } = null!;

    /// <summary>XDP at interfaces towards the packet data network.</summary>
    public BpfProgram XdpService { get; private set; } = null!;

    /// <summary>XDP at transport interfaces.</summary>
    public BpfProgram XdpTransport { get; private set; } = null!;

    /// <summary>XDP for interfaces that only take packets from others.</summary>
    public BpfProgram XdpPass { get; private set; } = null!;

    /// <summary>XDP at other processors, to which <see cref="XdpTransport"/> gives packets.</summary>
    public BpfProgram XdpProcessor { get; private set; } = null!;

    /// <summary>The object file that was built with this assembly.</summary>
    public static BpfObjectFile ReadObject()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException("the BPF programs are not in the binary");
        byte[] image = new byte[stream.Length];
        stream.ReadExactly(image);
        return new BpfObjectFile(image);
    }

    /// <summary>Loads all programs; null, and in <paramref name="problem"/> what the kernel says, when it refuses one.</summary>
    public static GrePrograms? TryLoad(GreTables tables, out string problem)
    {
        BpfObjectFile file = ReadObject();
        GrePrograms programs = new();
        problem = "";
        programs.Decap = Load(file, tables, "tc/decap", BpfProgramType.Classifier, ref problem)!;
        programs.EncapAccess = Load(file, tables, "tc/encap_access", BpfProgramType.Classifier, ref problem)!;
        programs.EncapService = Load(file, tables, "tc/encap_service", BpfProgramType.Classifier, ref problem)!;
        programs.EncapTunnel = Load(file, tables, "tc/encap_tunnel", BpfProgramType.Classifier, ref problem)!;
        programs.AccessTap = Load(file, tables, "socket/access_tap", BpfProgramType.SocketFilter, ref problem)!;
        programs.XdpAccess = Load(file, tables, "xdp/xdp_access", BpfProgramType.Xdp, ref problem)!;
        programs.XdpService = Load(file, tables, "xdp/xdp_service", BpfProgramType.Xdp, ref problem)!;
        programs.XdpTransport = Load(file, tables, "xdp/xdp_transport", BpfProgramType.Xdp, ref problem)!;
        programs.XdpPass = Load(file, tables, "xdp/xdp_pass", BpfProgramType.Xdp, ref problem)!;
        programs.XdpProcessor = Load(file, tables, "xdp/xdp_processor", BpfProgramType.Xdp, ref problem, BpfAttachType.XdpProcessor)!;
        if (problem.Length > 0)
        {
            programs.Dispose();
            return null;
        }

        return programs;
    }

    public void Dispose()
    {
        Decap?.Dispose();
        EncapAccess?.Dispose();
        EncapService?.Dispose();
        EncapTunnel?.Dispose();
        AccessTap?.Dispose();
        XdpAccess?.Dispose();
        XdpService?.Dispose();
        XdpTransport?.Dispose();
        XdpPass?.Dispose();
        XdpProcessor?.Dispose();
    }

    private static BpfProgram? Load(
        BpfObjectFile file, GreTables tables, string section, BpfProgramType type, ref string problem, BpfAttachType attachType = BpfAttachType.None)
    {
        if (problem.Length > 0)
        {
            return null;
        }

        string name = section[(section.IndexOf('/') + 1)..];
        LinuxStatus status = BpfProgram.TryLoad(name, type, file.Link(section, tables.DescriptorOf), out BpfProgram? program, out string log, attachType);
        if (program is null)
        {
            problem = $"program {name}: {status.Message}\n{log}";
        }

        return program;
    }
}
