using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Restoration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Engine.Lma;

/// <summary>There is no counter that nothing counts: one script, all of them.</summary>
public sealed class CounterTests
{
    private static readonly Registration Good = new();
    private readonly List<AnchorBench> _benches = [];

    [Fact]
    public void Counter_OfTheAnchor_Enumerated_EachIsHit()
    {
        RefuseForEachReason();
        LiveThroughABinding();
        ChangeFamilies();
        ChangeService();
        FillTables();
        Disturb();
        Sweep();
        Tolerate();
        Revoke();
        RevokeByMag();
        Reserve();
        ArriveUnknown();
        ChangeParts();
        AddOptionsOf3gpp();
        RestartAMag();
        Reconfigure();
        Restore();

        LmaCounter[] never = [.. Enum.GetValues<LmaCounter>().Where(counter => _benches.Sum(bench => bench.Anchor.Counters[counter]) == 0)];
        Assert.Empty(never);
    }

    private void Restore()
    {
        AnchorBench before = Bench(Local);
        before.Send(new Registration());
        Assert.True(before.Anchor.TryKeep(0, out KeptBinding binding));
        AnchorBench after = Bench(Local);
        Assert.Equal(RestoreStatus.Restored, after.Anchor.TryRestore(0, binding, after.Now));

        static LmaConfiguration Local(LmaConfiguration c) =>
            c with { Ipv6 = IpAddress.Parse(AnchorBench.Lma6), Ipv4 = IpAddress.Parse(AnchorBench.Lma4) };
    }

    private void RefuseForEachReason()
    {
        foreach (RefusalTests.Case row in RefusalTests.All.Values)
        {
            Bench(row.Change).Send(row.Request);
        }

        AnchorBench bench = Bench();
        bench.Send(Good with { TimestampOffset = 10 });
        bench.Send(Good with { TimestampOffset = 9 });
        bench.Send(Good with { Identifier = "mn2@example.com", Key = null });
        bench.Send(Good with { Sequence = 1 });
        bench.Send(Good with { Sequence = 2, Prefixes = ["2001:db8:100:9::/64"] });
    }

    private void AddOptionsOf3gpp()
    {
        AnchorBench bench = Bench(static c => c with
        {
            Limits = c.Limits with { OptionOctets = 0 },
            AccessPoints =
            [
                c.AccessPoints[0] with { DnsServers = [IpAddress.Parse("2001:db8::53")], Ipv4Allocation = Ipv4Allocation.Deferred },
                c.AccessPoints[1],
            ],
        });
        bench.Send(Good with { Ipv4 = "0.0.0.0", AdditionalOptions = [19, 10, 0, 0, 0x28, 0xAF, 1, 0, 0x80, 0, 3, 0] });
        bench.Send(Good with { Identifier = "mn2@example.com", Ipv4 = "0.0.0.0", AccessPoint = "ims" });
    }

    private void Reconfigure()
    {
        AnchorBench bench = Bench();
        bench.Send(Good);
        bench.Reconfigure(static c => c with { AccessPoints = [c.AccessPoints[1]] });
        bench.ExpireAll();
    }

    private void RestartAMag()
    {
        AnchorBench bench = Bench();
        bench.Send(Good);
        bench.Anchor.BeginSweep(new SweepScope(SweepCause.PeerRestarted, 0));
        bench.ExpireAll();
    }

    private void LiveThroughABinding()
    {
        AnchorBench bench = Bench();
        Registration leave = Good with { Lifetime = 0, Handoff = HandoffIndicator.Unknown };
        bench.Send(leave);
        bench.Send(Good);
        bench.Send(Good with { Sequence = 2, Handoff = HandoffIndicator.ReRegistration });
        bench.Send(Good with { Sequence = 3, From = AnchorBench.Mag2, Handoff = HandoffIndicator.BetweenMags });
        bench.Send(leave with { Sequence = 4 });
        bench.Send(leave with { Sequence = 5, From = AnchorBench.Mag2 });
        bench.Send(Good with { Sequence = 6 });
        bench.Send(leave with { Sequence = 7 });
        bench.Wait(11);
        bench.ExpireAll();
        bench.Send(Good with { Lifetime = 1 });
        bench.Wait(5);
        bench.ExpireAll();
        bench.Send(Good);
        bench.Remove(Slot(bench));
        Answer last = bench.Send(Good);
        bench.Refuse(last.Installed!.Value.Index);
    }

    private void ChangeService()
    {
        AnchorBench bench = Bench(static c => c with { Mode = SpecificationMode.Ietf });
        Answer first = bench.Send(Good);
        bench.Send(Good with { Sequence = 2, AccessPoint = "intranet", Prefixes = [.. first.Prefixes] });
    }

    private void ChangeFamilies()
    {
        AnchorBench bench = Bench();
        bench.Send(Good);
        Answer both = bench.Send(Good with { Sequence = 2, Ipv4 = "0.0.0.0", Handoff = HandoffIndicator.ReRegistration });
        bench.Send(Good with { Sequence = 3, Lifetime = 0, Prefixes = [], Ipv4 = both.Ipv4, Handoff = HandoffIndicator.Unknown });
        bench.Send(Good with { Sequence = 4, Ipv4 = "0.0.0.0", Handoff = HandoffIndicator.ReRegistration });
        bench.Send(Good with { Sequence = 5, From = AnchorBench.Mag2, Handoff = HandoffIndicator.BetweenMags });
    }

    private void FillTables()
    {
        AnchorBench table = Bench(c => c with { Limits = c.Limits with { Bindings = 1 } });
        AnchorBench share = Bench(c => c with { Limits = c.Limits with { Bindings = 4, PeerSharePercent = 25 } });
        foreach (AnchorBench bench in (AnchorBench[])[table, share])
        {
            bench.Send(Good);
            bench.Send(Good with { Identifier = "mn2@example.com" });
        }

        AnchorBench node = Bench(c => c with { Limits = c.Limits with { Bindings = 100 } });
        for (byte i = 0; i <= LocalMobilityAnchor.BindingsPerNodeMax; i++)
        {
            node.Send(Good with { PdnConnectionId = i });
        }

        AnchorBench keys = Bench(c => c with { Quarantine = Duration.FromSeconds(100_000) });
        while (keys.Send(Good).Status == BindingStatus.Accepted)
        {
            keys.Remove(Slot(keys));
        }

        AnchorBench peers = Bench(c => c with { Limits = new EngineLimits { Bindings = 8, Peers = 3 } });
        peers.Send(Good with { From = AnchorBench.Train });
        peers.Send(Good with { From = "2001:db8:e::6" });
    }

    private void Disturb()
    {
        AnchorBench bench = Bench();
        byte[] message = bench.Encode(Good);
        bench.Send(Good with { From = "2001:db8:dead::1" });
        bench.Send(Good, message.AsSpan(0, 7));
        message[13] = 250;
        bench.Send(Good, message);
        bench.Send(Good with { Flags = BindingUpdateFlags.Acknowledge });
        bench.Send(Good with { Flags = BindingUpdateFlags.Proxy });
        byte[] other = [59, 1, 250, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0];
        bench.Send(Good, other);
        other[2] = (byte)MobilityHeaderType.BindingAcknowledgement;
        bench.Send(Good, other);
        bench.Send(Good, [59, 2, (byte)MobilityHeaderType.BindingError, .. new byte[21]]);
    }

    private void Sweep()
    {
        AnchorBench bench = Bench();
        bench.Send(Good);
        for (int component = -1; component <= BindingSweep.NarrowMax; component++)
        {
            bench.Anchor.BeginSweep(new SweepScope(SweepCause.ComponentFailed, 0) { Component = component });
        }

        bench.ExpireAll();
    }

    private void Tolerate()
    {
        AnchorBench bench = QuirkTests.Tolerant((PeerQuirks)0x7F);
        _benches.Add(bench);
        Registration odd = Good with { Identifier = new string('\0', 63), LinkLayerIdentifier = [2, 0, 0, 0, 0, 1], Prefixes = ["::/128"] };
        bench.Send(odd, [.. bench.Encode(odd with { AdditionalOptions = [29, 6, 0, 0, 0, 0, 0, 0] }), 200, 255, 0]);
    }

    private void Revoke()
    {
        AnchorBench bench = Bench(c => c with { Limits = c.Limits with { Revocations = 1 } });
        foreach (RevocationStatus status in (RevocationStatus[])[0, (RevocationStatus)1, (RevocationStatus)128, (RevocationStatus)132, (RevocationStatus)133])
        {
            bench.Send(Good);
            bench.Revoke(Slot(bench), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer sent);
            bench.Send(Good with { Sequence = 2 });
            bench.RevokeNode("mn1@example.com", RevocationTrigger.Unspecified, out _);
            bench.Acknowledge(sent.Revocations[0], status);
            bench.Acknowledge(sent.Revocations[0], status);
        }

        bench.Send(Good with { Ipv4 = "0.0.0.0" });
        bench.Revoke(Slot(bench), RevocationTrigger.Unspecified, RevokedPart.Ipv4, out _);
        bench.Wait(1.5);
        bench.ExpireAll();
        bench.Wait(5);
        bench.ExpireAll();
        bench.Send(Good with { Identifier = "mn2@example.com" });
        bench.Revoke(Slot(bench), RevocationTrigger.Unspecified, RevokedPart.Whole, out Answer last);
        bench.Revoke(bench.SlotOf("mn2@example.com"), RevocationTrigger.Unspecified, RevokedPart.Whole, out _);
        bench.AnswerWithError(last.Revocations[0]);
        bench.Send(Good, [59, 1, (byte)MobilityHeaderType.BindingRevocation, 0, 0, 0, 9, 0, 0, 0, 0, 0, 1, 2, 0, 0]);
    }

    private void Reserve()
    {
        AnchorBench bench = Bench();
        bench.Reserve(new GreKey(7), "mn1@example.com", "internet", null, out _);
        bench.Reserve(new GreKey(7), "mn2@example.com", "internet", null, out _);
        bench.Send(Good);
        bench.Release(new GreKey(7), out _);
    }

    private void ArriveUnknown()
    {
        Registration moved = Good with { From = AnchorBench.Mag2, Sequence = 7, Handoff = HandoffIndicator.Unknown, Key = 0xB2 };
        AnchorBench bench = Bench(c => c with { UnknownHandoff = UnknownHandoffRule.Revoke, Limits = c.Limits with { WaitingUpdates = 1 } });
        bench.Send(Good);
        bench.Send(Good with { Identifier = "mn2@example.com" });
        Answer asked = bench.Send(moved);
        bench.Send(moved with { Sequence = 8 });
        bench.Send(moved with { Identifier = "mn2@example.com" });
        bench.Acknowledge(asked.Revocations[0], RevocationStatus.MobileNodeAttached);
        bench.ExpireAll();
        bench.Acknowledge(bench.Send(moved with { Sequence = 9 }).Revocations[0]);
        bench.ExpireAll();
    }

    private void ChangeParts()
    {
        AnchorBench bench = Bench();
        bench.Send(Good with { PdnConnectionId = 1 });
        bench.Send(Good with { PdnConnectionId = 2, Key = 0xA2 });
        bench.Send(Good with { Sequence = 3, Handoff = HandoffIndicator.BetweenMags });
        bench.Send(Good with { PdnConnectionId = 2, Key = 0xA4, Sequence = 4 });
        AnchorBench ietf = Bench(static c => c with { Mode = SpecificationMode.Ietf });
        Registration two = Good with { Prefixes = ["2001:db8:100:7::/64", "2001:db8:100:8::/64"] };
        ietf.Send(two);
        ietf.Send(two with { Sequence = 2, Lifetime = 0, Prefixes = ["2001:db8:100:7::/64"] });
    }

    private void RevokeByMag()
    {
        AnchorBench bench = Bench();
        bench.Send(Good);
        const RevocationFlags flags = RevocationFlags.Proxy | RevocationFlags.Global;
        bench.Indicate(AnchorBench.Mag1, flags, RevocationTrigger.PerPeerPolicy, null);
        bench.Indicate(AnchorBench.Mag1, flags, RevocationTrigger.RevokingNodePolicy, null);
        bench.Indicate(AnchorBench.Mag1, flags, RevocationTrigger.Testing250, null);
        bench.Indicate(AnchorBench.Mag1, flags, RevocationTrigger.Administrative, null);
        bench.Indicate(AnchorBench.Mag2, flags, RevocationTrigger.PerPeerPolicy, "mag2");
        bench.Indicate(AnchorBench.Mag1, RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly, RevocationTrigger.Administrative, "mn1@example.com");
        bench.Indicate(AnchorBench.Mag1, flags, RevocationTrigger.PerPeerPolicy, "mag1");
    }

    private AnchorBench Bench(Func<LmaConfiguration, LmaConfiguration>? change = null)
    {
        AnchorBench bench = new(change);
        _benches.Add(bench);
        return bench;
    }

    private static int Slot(AnchorBench bench) =>
        Enumerable.Range(0, bench.Anchor.Capacity).First(slot => bench.Anchor.TryRead(slot, bench.Now, out _));
}
