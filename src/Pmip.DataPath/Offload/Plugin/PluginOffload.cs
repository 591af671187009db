using System;
using System.Buffers.Binary;
using Pmip.DataPath.Ladder;

namespace Pmip.DataPath.Offload.Plugin;

/// <summary>
/// A vendor's plug-in, loaded by its path. What it answers is checked: a number that is none of the answers is a refusal, an event for what is
/// not there goes nowhere. Its id of a session is the session's number and how often the place was offered, so that an event that comes late
/// finds no other session.
/// </summary>
internal sealed unsafe class PluginOffload : ISessionOffload
{
    private const int LeftOverMax = 65_536;
    private const int RemovalsPerTurn = 32;

    private readonly PluginLibrary _library;
    private readonly PluginEvents _events;
    private readonly uint[] _uses;
    private readonly bool[] _isHeld;
    private readonly ulong[] _leftOver;
    private int _nextLeftOver;

    private PluginOffload(PluginLibrary library, PluginEvents events, int capacity)
    {
        _library = library;
        _events = events;
        _uses = new uint[capacity];
        _isHeld = new bool[capacity];
        ulong[] found = new ulong[LeftOverMax];
        fixed (ulong* ids = found)
        {
            uint count = library.Functions.LeftOver(library.Handle, ids, LeftOverMax);
            _leftOver = found[..(int)Math.Min(count, LeftOverMax)];
        }

        // An id that the plug-in still has from a process before is not given to another session.
        foreach (ulong id in _leftOver)
        {
            int session = (int)Math.Min(id & uint.MaxValue, int.MaxValue);
            if (session < capacity && _uses[session] <= id >> 32)
            {
                _uses[session] = (uint)(id >> 32);
            }
        }
    }

    /// <inheritdoc/>
    public Rung Rung => Rung.Plugin;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> LastReason => default;

    /// <summary>Events that were none.</summary>
    public int MalformedEvents => _events.Malformed;

    /// <summary>Loads and begins a plug-in; null, and in <paramref name="problem"/> why.</summary>
    public static PluginOffload? TryOpen(string path, string options, int capacity, out string problem)
    {
        PluginEvents events = new(capacity);
        PluginLibrary? library = PluginLibrary.TryOpen(path, options, events, out problem);
        return library is null ? null : new PluginOffload(library, events, capacity);
    }

    /// <inheritdoc/>
    public bool Probe(in PortPair ports, ReasonText reason)
    {
        PluginPorts asked = new()
        {
            Size = (uint)sizeof(PluginPorts),
            Flags = (ports.AtLma ? PluginAbi.AtLma : 0) | (ports.IsOverIpv6 ? PluginAbi.OuterIpv6 : 0),
            Port = ports.Port,
            Transport = ports.Transport,
        };
        byte* words = stackalloc byte[OffloadLimits.ReasonMax];
        Span<byte> room = new(words, OffloadLimits.ReasonMax);
        room.Clear();
        int answer = _library.Functions.Probe(_library.Handle, &asked, words, OffloadLimits.ReasonMax);
        room[^1] = 0; // Whatever the plug-in has done.
        reason.Set(answer == PluginAbi.Ok ? default : "the plug-in: "u8);
        reason.AppendForeign(room[..room.IndexOf((byte)0)]);
        return answer == PluginAbi.Ok;
    }

    /// <inheritdoc/>
    public OffloadAnswer Install(in GreSession session, in PortPair ports)
    {
        _uses[session.Index] = unchecked(_uses[session.Index] + 1);
        PluginSession offered = Write(session, ports, IdOf(session.Index));
        _isHeld[session.Index] = true;
        int answer = _library.Functions.Add(_library.Handle, &offered);
        switch (answer)
        {
            case PluginAbi.Ok:
                return OffloadAnswer.Taken;
            case PluginAbi.Pending:
                return OffloadAnswer.Pending;
            default:
                return !Remove(session.Index) ? OffloadAnswer.Stuck : answer == PluginAbi.Full ? OffloadAnswer.Full : OffloadAnswer.Refused;
        }
    }

    /// <inheritdoc/>
    public bool Remove(int session)
    {
        _isHeld[session] = _isHeld[session] && _library.Functions.Remove(_library.Handle, IdOf(session)) != PluginAbi.Ok;
        return !_isHeld[session];
    }

    /// <inheritdoc/>
    public void ReadCounters(ReadOnlySpan<int> sessions, Span<SessionCounters> counters, Span<bool> isKnown)
    {
        PluginStatistics* list = stackalloc PluginStatistics[OffloadLimits.Batch];
        new Span<PluginStatistics>(list, sessions.Length).Clear();
        for (int i = 0; i < sessions.Length; i++)
        {
            list[i].Id = IdOf(sessions[i]);
        }

        _library.Functions.Statistics(_library.Handle, list, (uint)sessions.Length);
        for (int i = 0; i < sessions.Length; i++)
        {
            counters[i] = list[i].Counters;
            isKnown[i] = list[i].Known != 0 && list[i].Id == IdOf(sessions[i]);
        }
    }

    /// <inheritdoc/>
    public bool TryTakeEvent(out OffloadEvent happened)
    {
        while (_events.TryTake(out uint use, out happened))
        {
            bool isOfSession = happened.Kind is OffloadEventKind.Installed or OffloadEventKind.Refused or OffloadEventKind.Evicted;
            if (!isOfSession || (_isHeld[happened.Number] && _uses[happened.Number] == use))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Started()
    {
        // All that it needs was made before.
    }

    /// <inheritdoc/>
    public bool ClearUnclaimed()
    {
        int end = Math.Min(_nextLeftOver + RemovalsPerTurn, _leftOver.Length);
        for (; _nextLeftOver < end; _nextLeftOver++)
        {
            _ = _library.Functions.Remove(_library.Handle, _leftOver[_nextLeftOver]);
        }

        return _nextLeftOver < _leftOver.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = 0; i < _isHeld.Length; i++)
        {
            _ = Remove(i);
        }

        while (ClearUnclaimed())
        {
        }

        _library.Dispose();
        _events.Dispose();
    }

    private ulong IdOf(int session) => ((ulong)_uses[session] << 32) | (uint)session;

    private static PluginSession Write(in GreSession session, in PortPair ports, ulong id)
    {
        PluginSession offered = new()
        {
            Size = (uint)sizeof(PluginSession),
            Flags = (session.AtLma ? PluginAbi.AtLma : 0) | (session.RemoteEndpoint.IsIPv4 ? 0 : PluginAbi.OuterIpv6)
                | (session.Encapsulation == GreEncapsulation.UdpTlvGre ? PluginAbi.UdpTlv : 0),
            Id = id,
            SendKey = session.SendKey.Value,
            ReceiveKey = session.ReceiveKey.Value,
            PrefixCount = (uint)session.HomeNetworkPrefixes.Count,
            Port = ports.Port,
            Transport = ports.Transport,
        };
        session.LocalEndpoint.Write(new Span<byte>(offered.Local, 16));
        session.RemoteEndpoint.Write(new Span<byte>(offered.Remote, 16));
        for (int i = 0; i < session.HomeNetworkPrefixes.Count; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(new Span<byte>(offered.Prefixes + (8 * i), 8), session.HomeNetworkPrefixes[i].Address.High);
        }

        if (!session.HomeAddress4.IsUnspecified)
        {
            session.HomeAddress4.WriteIPv4(new Span<byte>(offered.Home4, 4));
        }

        session.NodeLinkLayerAddress.Write(new Span<byte>(offered.NodeMac, 6));
        session.GatewayLinkLayerAddress.Write(new Span<byte>(offered.GatewayMac, 6));
        return offered;
    }
}
