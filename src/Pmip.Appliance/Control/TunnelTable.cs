using System;
using Pmip.DataPath;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>A static tunnel. Spans point into the tunnels' own tables.</summary>
internal ref struct TunnelRow
{
    public ReadOnlySpan<byte> Name;
    public ReadOnlySpan<byte> State;
    public ReadOnlySpan<byte> Interface;
    public bool AtLma;
    public bool IsUdp;
    public IpAddress Local;
    public IpAddress Remote;
    public GreKey SendKey;
    public GreKey ReceiveKey;
    public IpPrefixList Prefixes;
    public IpAddress Ipv4;
    public MacAddress LinkLayerAddress;
    public Duration Supervision;
    public int Session;
}

/// <summary>The static tunnels for the console.</summary>
internal interface ITunnelSource
{
    int Capacity { get; }

    bool TryRead(int place, out TunnelRow row);
}

/// <summary><c>show tunnels</c>: the static tunnels, where they stand, and what they have carried.</summary>
internal sealed class TunnelTable(ConsoleSources sources) : ConsoleTable("tunnels")
{
    public override int Capacity => sources.Tunnels?.Capacity ?? 0;

    public override void WriteColumns(RowWriter writer) => Write(default, default, writer);

    public override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        if (!sources.Tunnels!.TryRead(position, out TunnelRow row))
        {
            return false;
        }

        SessionCounters counters = default;
        _ = sources.DataPath?.TryReadCounters(row.Session, out counters);
        Write(row, counters, writer);
        return true;
    }

    private static void Write(in TunnelRow row, in SessionCounters counters, RowWriter writer)
    {
        writer.Text("NAME"u8, "name"u8, row.Name);
        writer.Text("ROLE"u8, "role"u8, row.AtLma ? "lma"u8 : "mag"u8);
        writer.Text("STATE"u8, "state"u8, row.State);
        writer.Text(""u8, "encapsulation"u8, row.IsUdp ? "udp"u8 : "gre"u8);
        writer.Address(""u8, "localEndpoint"u8, row.Local);
        writer.Address("REMOTE"u8, "remoteEndpoint"u8, row.Remote);
        writer.Key("SEND-KEY"u8, "sendKey"u8, row.SendKey);
        writer.Key("RECV-KEY"u8, "receiveKey"u8, row.ReceiveKey);
        writer.Prefixes("PREFIX"u8, "prefixes"u8, row.Prefixes);
        writer.Address("IPV4"u8, "ipv4"u8, row.Ipv4);
        if (row.Interface.IsEmpty)
        {
            writer.Unknown(""u8, "interface"u8);
        }
        else
        {
            writer.Text(""u8, "interface"u8, row.Interface);
        }

        writer.Mac(""u8, "linkLayerAddress"u8, row.LinkLayerAddress);
        writer.Seconds(""u8, "supervisionSeconds"u8, row.Supervision);
        writer.Number(""u8, "session"u8, row.Session);
        writer.Number("PKTS-IN"u8, "packetsIn"u8, Signed(counters.PacketsIn));
        writer.Number(""u8, "octetsIn"u8, Signed(counters.OctetsIn));
        writer.Number("PKTS-OUT"u8, "packetsOut"u8, Signed(counters.PacketsOut));
        writer.Number(""u8, "octetsOut"u8, Signed(counters.OctetsOut));
    }

    private static long Signed(ulong counter) => (long)(counter & long.MaxValue);
}
