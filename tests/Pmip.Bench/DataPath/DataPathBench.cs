using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Pmip.Foundation.Addressing;

namespace Pmip.Bench.DataPath;

/// <summary>
/// What a packet costs in the programs, net of the harness: the wrapper with the program less the wrapper without. Each figure is the
/// best of several rounds, in which everything that is compared takes turns.
/// </summary>
internal static class DataPathBench
{
    private const int Rounds = 7;
    private const int Times = 1_000_000;
    private const int HashedMax = 1 << 17;
    private const int Reference = 1 << 17;
    private static readonly int[] s_sizes = [1, 16, 1 << 10, 1 << 14, 1 << 17, 1 << 20];
    private static readonly string[] s_ways = ["encap4", "encap6", "decap4", "decap6"];
    private static readonly string[] s_names = ["encapsulation of IPv4", "encapsulation of IPv6", "decapsulation of IPv4", "decapsulation of IPv6"];

    public static void Run(BenchRun run)
    {
        Dictionary<(int, string), double> ours = [];
        Dictionary<(int, string), double> hashed = [];
        foreach (int size in s_sizes)
        {
            run.Ending.ThrowIfCancellationRequested();
            Measure(size, ours, hashed, run);
        }

        for (int way = 0; way < s_ways.Length; way++)
        {
            foreach (int size in s_sizes)
            {
                run.Add($"{s_names[way]}, {size:N0} sessions", ours[(size, s_ways[way])], "ns", 1);
            }

            foreach (int size in s_sizes.Where(static size => size <= HashedMax))
            {
                run.Add($"{s_names[way]}, {size:N0} sessions, hash baseline", hashed[(size, s_ways[way])], "ns", 1);
                run.Add($"{s_names[way]}, {size:N0} sessions, to hash baseline", ours[(size, s_ways[way])] / hashed[(size, s_ways[way])], "x", 2);
            }

            run.Add($"{s_names[way]}, 1,048,576 to 131,072 sessions", ours[(1 << 20, s_ways[way])] / ours[(Reference, s_ways[way])], "x", 2);
        }

        TableBench.Run(run);
    }

    private static void Measure(int size, Dictionary<(int, string), double> ours, Dictionary<(int, string), double> hashed, BenchRun run)
    {
        using BenchTables tables = new(size);
        tables.Fill();
        bool isHashed = size <= HashedMax;
        using BenchPrograms programs = new(tables.Tables, isHashed ? size : 1);
        programs["bench_settings"].Update(0u, tables.Settings);
        if (isHashed)
        {
            programs.FillHashed(size, tables.Settings, BenchTables.Local, BenchTables.Remote, BenchTables.Loopback);
        }

        foreach (string way in s_ways)
        {
            if (way == "decap4")
            {
                tables.BecomeMag();
            }

            byte[] packet = PacketFor(way);
            double bare = double.MaxValue;
            double own = double.MaxValue;
            double other = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                run.Ending.ThrowIfCancellationRequested();
                bare = Math.Min(bare, programs.Run("bare_" + way, packet, Times));
                ulong before = tables.CountPackets();
                own = Math.Min(own, programs.Run("ours_" + way, packet, Times));
                if (tables.CountPackets() - before != Times)
                {
                    throw new InvalidOperationException($"{way}: not every packet was counted, so not every packet was carried");
                }

                other = isHashed ? Math.Min(other, programs.Run("hashed_" + way, packet, Times)) : other;
            }

            ours[(size, way)] = own - bare;
            if (isHashed)
            {
                hashed[(size, way)] = other - bare;
            }
        }
    }

    /// <summary>A UDP packet of 100 octets; in a tunnel over IPv6 for the ways in. Addresses and key are the wrapper's to write.</summary>
    private static byte[] PacketFor(string way)
    {
        const int Ethernet = 14;
        const int Tunnel = 48;
        bool isIpv6 = way.EndsWith('6');
        bool isTunnelled = way.StartsWith("decap", StringComparison.Ordinal);
        int header = isIpv6 ? 40 : 20;
        byte[] frame = new byte[Ethernet + (isTunnelled ? Tunnel : 0) + 100];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)(isIpv6 || isTunnelled ? 0x86DD : 0x0800));
        Span<byte> inner = frame.AsSpan(frame.Length - 100);
        if (isTunnelled)
        {
            Span<byte> outer = frame.AsSpan(Ethernet);
            outer[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(outer[4..], 108);
            outer[6] = 47;
            outer[7] = 64;
            BenchTables.Remote.Write(outer[8..]);
            BenchTables.Local.Write(outer[24..]);
        }

        inner[0] = (byte)(isIpv6 ? 0x60 : 0x45);
        BinaryPrimitives.WriteUInt16BigEndian(inner[(isIpv6 ? 4 : 2)..], (ushort)(isIpv6 ? 60 : 100));
        inner[isIpv6 ? 6 : 9] = 17;
        inner[isIpv6 ? 7 : 8] = 64;
        IpAddress server = IpAddress.Parse(isIpv6 ? "2001:db8:5::80" : "198.51.100.80");
        if (isIpv6)
        {
            server.Write(inner[8..]);
        }
        else
        {
            server.WriteIPv4(inner[12..]);
        }

        BinaryPrimitives.WriteUInt32BigEndian(inner[header..], 0x1F90_1F91);
        return frame;
    }
}
