using System;
using System.Collections.Generic;
using Pmip.Conformance.Clauses;
using Pmip.Conformance.Messages;
using Pmip.Conformance.Nodes;

namespace Pmip.Conformance.Running;

/// <summary>Somebody's node over the network, the same for all cases; each case has devices of its own.</summary>
public sealed class NetworkGround(ConformanceWords words) : IGround
{
    public Trial Prepare(ConformanceCase conformanceCase)
    {
        Site site = ReadSite();
        foreach ((Needs need, bool isMet, string why) in Conditions(site))
        {
            if ((conformanceCase.Needs & need) != 0 && !isMet)
            {
                throw new CaseSkippedException(why);
            }
        }

        if (conformanceCase.Role == NodeRole.Lma)
        {
            return new LmaTrial(new NetworkNode(site), site, conformanceCase.Number);
        }

        CommandAccess access = new(
            words.Value("--attach-command") ?? throw new CaseSkippedException("needs --attach-command"), words.Value("--detach-command"));
        return new MagTrial(new NetworkNode(site), site, access);
    }

    private Site ReadSite()
    {
        if (words.Locals.Count == 0)
        {
            throw new FormatException("--peer needs --local, the address that the node knows as its peer");
        }

        return new Site
        {
            Node = words.Peer!,
            Tester = [.. words.Locals],
            Node4 = words.Address("--peer4"),
            Tester4 = words.Address("--local4"),
            IsThreeGpp = words.IsThreeGpp,
            AccessPoint = words.Value("--apn") ?? "internet",
            IdentifierPattern = words.Value("--identifier") ?? "conformance{0}@example.com",
            UnknownIdentifier = words.Value("--unknown-identifier") ?? "",
            BarredIdentifier = words.Value("--barred-identifier") ?? "",
            Ipv4Identifier = words.Value("--ipv4-identifier") ?? "",
            Ipv6Identifier = words.Value("--ipv6-identifier") ?? "",
            DeleteDelay = words.Seconds("--delete-delay", 10),
            AnswerWithin = words.Seconds("--answer-within", 2),
        };
    }

    private IEnumerable<(Needs Need, bool IsMet, string Why)> Conditions(Site site) =>
    [
        (Needs.Ietf, !site.IsThreeGpp, "needs --mode ietf"),
        (Needs.ThreeGpp, site.IsThreeGpp, "needs --mode 3gpp"),
        (Needs.UnknownSubscriber, site.UnknownIdentifier.Length > 0, "needs --unknown-identifier"),
        (Needs.BarredSubscriber, site.BarredIdentifier.Length > 0, "needs --barred-identifier"),
        (Needs.Ipv4Subscriber, site.Ipv4Identifier.Length > 0, "needs --ipv4-identifier"),
        (Needs.Ipv6Subscriber, site.Ipv6Identifier.Length > 0, "needs --ipv6-identifier"),
        (Needs.SecondAddress, site.Tester.Length > 1, "needs a second --local"),
        (Needs.Ipv4Transport, site.Node4 is not null && site.Tester4 is not null, "needs --peer4 and --local4"),
        (Needs.LongWait, words.IsSlow, "needs --slow"),
        (Needs.TinyPools, false, "needs pools with one address each"),
        (Needs.Inside, false, "needs sight of the inside of the node"),
        (Needs.SequenceNumbers, false, "needs a MAG without timestamps"),
        (Needs.LinkLocalFromLma, false, "needs a MAG without a fixed link-local address"),
        (Needs.Operator, false, "needs the operator of the node"),
        (Needs.NoGlobalRevocation, false, "needs an LMA that lets no MAG revoke all its bindings"),
        (Needs.Udp, false, "needs a node that is configured for user traffic in UDP"),
        (Needs.AsksOldMag, false, "needs an LMA that asks the old MAG when the handoff state is unknown"),
        (Needs.Restarted, false, "needs a node that has just lost its sessions"),
    ];
}
