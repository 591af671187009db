using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using Pmip.DataPath.Tables;
using Pmip.Foundation.Addressing;
using Pmip.Linux;
using Pmip.Linux.Bpf;

namespace Pmip.Bench.DataPath;

/// <summary><c>struct bench</c> of <c>bpf/datapath.bpf.c</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal struct BenchSettings
{
    public uint Mask;
    public uint FirstAddress4;
    public ulong FirstPrefix;
    public uint FirstKey;
    public uint Spare;
    public AddressEntry Local;
}

/// <summary><c>struct hashed_entry</c> of <c>bpf/hashed.h</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct HashedEntry
{
    public AddressEntry Source;
    public AddressEntry Destination;
    public uint Key;
    public int Number;
    public int Interface;
    public int Mtu;
    public MacEntry DestinationMac;
    public MacEntry SourceMac;
}

/// <summary>The programs to measure, over the product's tables and those of the baseline.</summary>
internal sealed class BenchPrograms : IDisposable
{
    private readonly Dictionary<string, BpfMap> _maps = [];
    private readonly Dictionary<string, BpfProgram> _programs = [];

    public BenchPrograms(GreTables tables, int hashedEntries)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("datapath.bpf.o")!;
        byte[] image = new byte[stream.Length];
        stream.ReadExactly(image);
        BpfObjectFile file = new(image);
        int hashed = Math.Max(1, hashedEntries);
        Make(new("bench_settings", BpfMapType.Array, 4, Marshal.SizeOf<BenchSettings>(), 1, BpfMapFlags.None));
        Make(new("hashed_by_address4", BpfMapType.Hash, 4, Marshal.SizeOf<HashedEntry>(), hashed, BpfMapFlags.None));
        Make(new("hashed_by_prefix", BpfMapType.Hash, 8, Marshal.SizeOf<HashedEntry>(), hashed, BpfMapFlags.None));
        Make(new("hashed_by_key", BpfMapType.Hash, 4, Marshal.SizeOf<HashedEntry>(), hashed, BpfMapFlags.None));
        Make(new("hashed_counts", BpfMapType.PerCpuArray, 4, 16, hashed, BpfMapFlags.None));
        foreach (string section in file.ProgramSections)
        {
            string name = section[(section.IndexOf('/') + 1)..];
            byte[] instructions = file.Link(section, map => _maps.TryGetValue(map, out BpfMap? own) ? own.Descriptor : tables.DescriptorOf(map));
            LinuxStatus status = BpfProgram.TryLoad(name, BpfProgramType.Xdp, instructions, out BpfProgram? program, out string log);
            _programs.Add(name, program ?? throw new InvalidOperationException($"program {name}: {status.Message}\n{log}"));
        }
    }

    public BpfMap this[string map] => _maps[map];

    /// <summary>Mean nanoseconds of one run of so many; the program must have come to its good end in the last.</summary>
    public double Run(string program, byte[] packet, int times)
    {
        const uint Dropped = 1;
        byte[] room = new byte[2048];
        LinuxStatus status = _programs[program].TestRun(packet, default, room, times, out _, out uint verdict, out uint nanoseconds);
        return status.IsOk && verdict == Dropped
            ? nanoseconds
            : throw new InvalidOperationException($"program {program}: {status.Message}, verdict {verdict}");
    }

    /// <summary>Puts so many sessions into the tables of the baseline.</summary>
    public void FillHashed(int count, BenchSettings settings, IpAddress local, IpAddress remote, int interfaceIndex)
    {
        for (int i = 0; i < count; i++)
        {
            HashedEntry entry = new()
            {
                Source = AddressEntry.From(local),
                Destination = AddressEntry.From(remote),
                Key = NetworkOrder.Of(settings.FirstKey + (uint)i),
                Number = i,
                Interface = interfaceIndex,
                Mtu = 1500,
            };
            bool done = this["hashed_by_address4"].Update(NetworkOrder.Of(settings.FirstAddress4 + (uint)i), entry).IsOk
                && this["hashed_by_prefix"].Update(NetworkOrder.Of(settings.FirstPrefix + (ulong)i), entry).IsOk
                && this["hashed_by_key"].Update(entry.Key, entry).IsOk;
            if (!done)
            {
                throw new InvalidOperationException("a table of the baseline is full");
            }
        }
    }

    public void Dispose()
    {
        foreach (BpfProgram program in _programs.Values)
        {
            program.Dispose();
        }

        foreach (BpfMap map in _maps.Values)
        {
            map.Dispose();
        }
    }

    private void Make(BpfMapShape shape)
    {
        LinuxStatus status = BpfMap.TryCreate(shape, out BpfMap? map);
        _maps.Add(shape.Name, map ?? throw new InvalidOperationException($"table {shape.Name}: {status.Message}"));
    }
}
