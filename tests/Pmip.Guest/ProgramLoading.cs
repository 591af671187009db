using System;
using System.IO;
using System.Linq;
using Pmip.DataPath;
using Pmip.DataPath.Tables;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.Guest;

/// <summary>Gives every program of the product to this kernel, by the product's own reader, tables and loader.</summary>
internal static class ProgramLoading
{
    /// <summary>Prints a line for each program, and what the verifier says of one that it refuses.</summary>
    public static int LoadAll()
    {
        DataPathConfiguration both = new() { Roles = DataPathRoles.Mag | DataPathRoles.Lma };
        using GreTables? tables = GreTables.TryOpen(both, pins: null, out string problem);
        if (tables is null)
        {
            Console.WriteLine(problem);
            return 1;
        }

        BpfObjectFile file = GrePrograms.ReadObject();
        int refused = 0;
        foreach (string section in file.ProgramSections.Order())
        {
            string name = section[(section.IndexOf('/') + 1)..];
            byte[] instructions = file.Link(section, tables.DescriptorOf);
            LinuxStatus status = BpfProgram.TryLoad(name, TypeOf(section), instructions, out BpfProgram? program, out string log, PlaceOf(name));
            program?.Dispose();
            refused += program is null ? 1 : 0;
            Console.WriteLine(program is null ? $"refused {section}: {status.Message}\n{log}" : $"loaded {section}");
        }

        return refused == 0 ? 0 : 1;
    }

    private static BpfProgramType TypeOf(string section) => section.Split('/')[0] switch
    {
        "tc" => BpfProgramType.Classifier,
        "socket" => BpfProgramType.SocketFilter,
        "xdp" => BpfProgramType.Xdp,
        _ => throw new InvalidDataException($"section {section}: a program of this kind is not known"),
    };

    // The kernel wants to know of this one at once that it is for an entry of a table of processors.
    private static BpfAttachType PlaceOf(string name) => name == "xdp_processor" ? BpfAttachType.XdpProcessor : BpfAttachType.None;
}
