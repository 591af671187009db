using System;
using Pmip.DataPath;
using Pmip.DataPath.Ladder;
using Pmip.Engine.Signalling;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>Walks the bindings of both engines as one table.</summary>
internal abstract class BindingWalk(string name, ConsoleSources sources) : ConsoleTable(name)
{
    protected ConsoleSources Sources => sources;

    public sealed override int Capacity
    {
        get
        {
            int capacity = 0;
            for (int i = 0; i < sources.Bindings.Count; i++)
            {
                capacity += sources.Bindings[i].Capacity;
            }

            return capacity;
        }
    }

    public sealed override bool TryWriteRow(int position, Instant now, RowWriter writer)
    {
        for (int i = 0; i < sources.Bindings.Count; i++)
        {
            IBindingSource source = sources.Bindings[i];
            if (position < source.Capacity)
            {
                return source.TryRead(position, now, out BindingRow row) && TryWrite(source, row, writer);
            }

            position -= source.Capacity;
        }

        return false;
    }

    protected abstract bool TryWrite(IBindingSource source, in BindingRow row, RowWriter writer);
}

/// <summary><c>show bindings</c>: who is registered, with which addresses, where and for how long.</summary>
internal sealed class BindingTable(ConsoleSources sources) : BindingWalk("bindings", sources)
{
    public override void WriteColumns(RowWriter writer) => Write("lma"u8, 0, default, Placement.None, writer);

    protected override bool TryWrite(IBindingSource source, in BindingRow row, RowWriter writer)
    {
        int session = source.FirstSession + row.SessionIndex;
        Write(source.Role, source.FirstSession, row, Sources.DataPath?.PlacementOf(session) ?? Placement.None, writer);
        return true;
    }

    // The table has what fits a line; keys and counters stand in "show sessions", everything in the JSON.
    private static void Write(ReadOnlySpan<byte> role, int firstSession, in BindingRow row, Placement placement, RowWriter writer)
    {
        writer.Text("ROLE"u8, "role"u8, role);
        writer.Text("IDENTIFIER"u8, "identifier"u8, row.Identifier);
        writer.Text("APN"u8, "accessPoint"u8, row.AccessPoint);
        writer.Number(""u8, "pdnConnectionId"u8, row.PdnConnectionId);
        writer.Text("STATE"u8, "state"u8, row.State);
        writer.Prefixes("PREFIX"u8, "homeNetworkPrefixes"u8, row.HomeNetworkPrefixes);
        writer.Prefix("IPV4"u8, "ipv4HomeAddress"u8, new IpPrefix(row.HomeAddress4, row.HomeAddress4PrefixLength));
        writer.Address(""u8, "ipv4DefaultRouter"u8, row.DefaultRouter4);
        writer.Address("PEER"u8, "peer"u8, row.Path.Remote);
        writer.Text("FORM"u8, "form"u8, EnumText<SignallingForm>.Of(row.Path.Form));
        writer.Key(""u8, "uplinkKey"u8, row.UplinkKey);
        writer.Key(""u8, "downlinkKey"u8, row.DownlinkKey);
        writer.Seconds("LEFT"u8, "lifetimeRemainingSeconds"u8, row.LifetimeRemaining);
        writer.Seconds(""u8, "lifetimeSeconds"u8, row.LifetimeGranted);
        writer.Text(""u8, "accessTechnology"u8, EnumText<Wire.Mobility.AccessTechnologyType>.Of(row.AccessTechnology));
        writer.Mac(""u8, "linkLayerAddress"u8, row.LinkLayerAddress);
        writer.Number(""u8, "session"u8, firstSession + row.SessionIndex);
        writer.Text(""u8, "placement"u8, RungText.Of(placement));
        WriteThreeGpp(row, writer);
    }

    // What 3GPP adds to a registration.
    private static void WriteThreeGpp(in BindingRow row, RowWriter writer)
    {
        if (row.HasChargingId)
        {
            writer.Number(""u8, "chargingId"u8, row.ChargingId);
        }
        else
        {
            writer.Unknown(""u8, "chargingId"u8, isNumber: true);
        }

        writer.Text(""u8, "ipv4Allocation"u8, row.IsIpv4Deferred ? "deferred"u8 : "immediate"u8);
        writer.Addresses(""u8, "nameServers"u8, row.NameServers);
        writer.TextOrUnknown(""u8, "errorCode"u8, row.ErrorCode);
        writer.TextOrUnknown(""u8, "threeGppOptions"u8, row.ThreeGppOptions);
    }
}

/// <summary><c>show sessions</c>: what the data path carries for each binding.</summary>
internal sealed class SessionTable(ConsoleSources sources) : BindingWalk("sessions", sources)
{
    public override void WriteColumns(RowWriter writer) => Write("lma"u8, 0, default, default, default, writer);

    protected override bool TryWrite(IBindingSource source, in BindingRow row, RowWriter writer)
    {
        int session = source.FirstSession + row.SessionIndex;
        if (Sources.DataPath is null || !Sources.DataPath.TryReadCounters(session, out SessionCounters counters))
        {
            return false;
        }

        Write(source.Role, session, row, counters, Sources.DataPath.PlacementOf(session), writer);
        return true;
    }

    private static void Write(
        ReadOnlySpan<byte> role, int session, in BindingRow row, in SessionCounters counters, Placement placement, RowWriter writer)
    {
        bool atLma = role.SequenceEqual("lma"u8);
        writer.Text("ROLE"u8, "role"u8, role);
        writer.Number(""u8, "session"u8, session);
        writer.Text("IDENTIFIER"u8, "identifier"u8, row.Identifier);
        writer.Text("APN"u8, "accessPoint"u8, row.AccessPoint);
        writer.Address(""u8, "localEndpoint"u8, row.Path.IsIPv4Transport ? row.Path.OuterLocal : row.Path.Local);
        writer.Address("REMOTE"u8, "remoteEndpoint"u8, row.Path.IsIPv4Transport ? row.Path.OuterRemote : row.Path.Remote);
        writer.Key("SEND-KEY"u8, "sendKey"u8, atLma ? row.DownlinkKey : row.UplinkKey);
        writer.Key("RECV-KEY"u8, "receiveKey"u8, atLma ? row.UplinkKey : row.DownlinkKey);
        writer.Text("BY"u8, "placement"u8, RungText.Of(placement));
        writer.Number("PKTS-IN"u8, "packetsIn"u8, Signed(counters.PacketsIn));
        writer.Number("OCTETS-IN"u8, "octetsIn"u8, Signed(counters.OctetsIn));
        writer.Number("PKTS-OUT"u8, "packetsOut"u8, Signed(counters.PacketsOut));
        writer.Number("OCTETS-OUT"u8, "octetsOut"u8, Signed(counters.OctetsOut));
        writer.Number(""u8, "policedIn"u8, Signed(counters.PolicedIn));
        writer.Number(""u8, "policedOut"u8, Signed(counters.PolicedOut));
    }

    private static long Signed(ulong counter) => (long)(counter & long.MaxValue);
}
