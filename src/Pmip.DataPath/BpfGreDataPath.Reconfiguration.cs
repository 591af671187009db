using System;
using System.Linq;
using System.Threading;
using Pmip.DataPath.Attachments;
using Pmip.DataPath.Tables;
using Pmip.Linux;

namespace Pmip.DataPath;

/// <content>
/// Another configuration for a running data path: prepared on any thread, brought into force by the thread that installs sessions,
/// without an allocation and without a gap for the sessions that stay.
/// </content>
public sealed partial class BpfGreDataPath
{
    /// <summary>
    /// Makes what <paramref name="next"/> needs. May be called on any thread, one at a time. Null where it takes a new data path: roles,
    /// sizes, own addresses and the tunnel interface hold for a data path's life.
    /// </summary>
    public PreparedDataPath? Prepare(DataPathConfiguration next)
    {
        ArgumentNullException.ThrowIfNull(next);
        DataPathConfiguration now = Volatile.Read(ref _configuration);
        bool fits = next.Roles == now.Roles && next.IndexBits == now.IndexBits && next.SessionCapacity == now.SessionCapacity
            && next.LocalIpv6 == now.LocalIpv6 && next.LocalIpv4 == now.LocalIpv4 && next.TunnelInterface == now.TunnelInterface
            && next.SpreadProcessors == now.SpreadProcessors && next.SequencedRemotes.SequenceEqual(now.SequencedRemotes)
            && next.TrustedSources.Distinct().Count() <= GreTables.TrustedSourcesMax && FindFault(next).Length == 0;
        if (!fits)
        {
            return null;
        }

        Attachment[] running = Volatile.Read(ref _attachments);
        Attachment[] wanted = MakeAttachments(next, _programs);
        for (int i = 0; i < wanted.Length; i++)
        {
            wanted[i] = Array.Find(running, wanted[i].IsSame) ?? wanted[i];
        }

        return new PreparedDataPath(next, wanted, OutlineOf(next))
        {
            Ports = new XdpPorts(next, _programs, Volatile.Read(ref _ports)),
            Leaving = [.. running.Where(attachment => !wanted.Contains(attachment))],
            TrustedAnew = [.. next.TrustedSources.Except(now.TrustedSources)],
            TrustedNoMore = [.. now.TrustedSources.Except(next.TrustedSources)],
        };
    }

    /// <summary>
    /// Brings a prepared configuration into force. An interface that is not there, or that the kernel refuses, shows in
    /// <see cref="ReadProgram"/>. Gives the first refusal of a table or of the tunnel interface; the rest is done all the same.
    /// </summary>
    public LinuxStatus Reconfigure(PreparedDataPath prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        int mtuBefore = InterfaceMtu(_configuration);
        LinuxStatus worst = LinuxStatus.Ok;
        foreach (Attachment attachment in prepared.Leaving)
        {
            attachment.Detach(_places);
        }

        for (int i = 0; i < prepared.TrustedAnew.Length; i++)
        {
            Note(_tables.SetTrusted(prepared.TrustedAnew[i], isTrusted: true), ref worst);
        }

        for (int i = 0; i < prepared.TrustedNoMore.Length; i++)
        {
            Note(_tables.SetTrusted(prepared.TrustedNoMore[i], isTrusted: false), ref worst);
        }

        Volatile.Write(ref _configuration, prepared.Configuration);
        Volatile.Write(ref _attachments, prepared.Attachments);
        _slowPath!.TransportMtu = prepared.Configuration.TransportMtu;
        _outline = prepared.Outline;
        _sessions.DscpMapOfNode = prepared.Configuration.DscpMapOfNode;
        _tables.WriteNode(prepared.Configuration, TunnelInterfaceIndex, _spread);
        _tables.ForgetRoutes();
        _nextHops.TrustChanged();
        if (mtuBefore != InterfaceMtu(prepared.Configuration))
        {
            Note(_links.SetMtu(TunnelInterfaceIndex, InterfaceMtu(prepared.Configuration)), ref worst);
        }

        foreach (Attachment attachment in prepared.Attachments)
        {
            attachment.Ensure(_links, _places);
        }

        _ports.Leave(_tables, _places, prepared.Ports);
        Volatile.Write(ref _ports, prepared.Ports);
        _ports.Ensure(_links, _tables, _places);
        return worst;
    }

    private static void Note(LinuxStatus status, ref LinuxStatus worst) => worst = worst.IsOk ? status : worst;
}
