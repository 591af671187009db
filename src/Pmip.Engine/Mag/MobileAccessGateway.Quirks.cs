using Pmip.Wire.Mobility;

namespace Pmip.Engine.Mag;

/// <content>What an LMA's entry tolerates, each use counted.</content>
public sealed partial class MobileAccessGateway
{
    // Handoff indicator and access technology always, the timestamp where its value is ours (RFC 5213 5.3.6 and 8.2).
    private bool IsEchoMissing(in ProxyBindingAcknowledgement answer)
    {
        bool isAccepted = (byte)answer.Status < (byte)BindingStatus.ReasonUnspecified;
        return !answer.HasHandoffIndicator || !answer.HasAccessTechnologyType
            || (isAccepted && _configuration.UseTimestamps && !answer.HasTimestamp);
    }

    private void CountQuirks(PeerQuirks quirks)
    {
        if (quirks == PeerQuirks.None)
        {
            return;
        }

        CountQuirk(quirks, PeerQuirks.OctetsAfterHeaderLength, MagCounter.QuirkOctetsAfterHeaderLength);
        CountQuirk(quirks, PeerQuirks.TruncatedLastOption, MagCounter.QuirkTruncatedLastOption);
        CountQuirk(quirks, PeerQuirks.ProxyFlagMissing, MagCounter.QuirkProxyFlagMissing);
        CountQuirk(quirks, PeerQuirks.EchoMissing, MagCounter.QuirkEchoMissing);
        CountQuirk(quirks, PeerQuirks.HostPrefixLength, MagCounter.QuirkHostPrefixLength);
        CountQuirk(quirks, PeerQuirks.LegacyIpv4Options, MagCounter.QuirkLegacyIpv4Options);
    }

    private void CountQuirk(PeerQuirks quirks, PeerQuirks quirk, MagCounter counter)
    {
        if ((quirks & quirk) != 0)
        {
            Counters.Increment(counter);
        }
    }
}
