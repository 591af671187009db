using System;
using Pmip.Appliance.Configuration;
using Pmip.Engine.Configuration;
using Pmip.Engine.Sessions;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Xunit;

namespace Pmip.Unit.Configuration;

public sealed class SupervisionKeysTests
{
    [Fact]
    public void Heartbeat_WithoutKeys_IsThatOfTheRfc()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(ConfigurationSamples.Lma);

        SupervisionConfiguration expected = new() { HeartbeatInterval = Duration.FromSeconds(60), MissingHeartbeatsAllowed = 3 };
        Assert.Equal(expected, configuration.Lma!.Supervision);
        Assert.Equal("/var/lib/pmip", configuration.StateFolder);
    }

    [Fact]
    public void Heartbeat_WithKeys_IsReadForTheMag()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(With(
            ConfigurationSamples.Mag, """ "heartbeat": { "intervalSeconds": 2, "missingAllowed": 1 }, "state": { "folder": "/tmp/s" } """));

        SupervisionConfiguration expected = new() { HeartbeatInterval = Duration.FromSeconds(2), MissingHeartbeatsAllowed = 1 };
        Assert.Equal(expected, configuration.Mag!.Supervision);
        Assert.Equal("/tmp/s", configuration.StateFolder);
    }

    [Fact]
    public void Heartbeat_TurnedOff_HasNoInterval()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(With(ConfigurationSamples.Lma, """ "heartbeat": { "enabled": false } """));

        Assert.Equal(Duration.Zero, configuration.Lma!.Supervision.HeartbeatInterval);
    }

    [Fact]
    public void PartialFailure_WithANumber_NamesThisNode()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(With(ConfigurationSamples.Lma, """ "partialFailure": { "csid": 9 } """));

        Assert.Equal(ConnectionSetIdentifier.Of(IpAddress.Parse("2001:db8:f::1"), 9), configuration.Lma!.OwnComponent);
        Assert.Null(ConfigurationSamples.Read(ConfigurationSamples.Mag).Mag!.OwnComponent);
    }

    [Theory]
    [InlineData(""" "heartbeat": { "intervalSeconds": 0 } """, "a whole number from 1 to 3600")]
    [InlineData(""" "heartbeat": { "intervalSeconds": 3601 } """, "a whole number from 1 to 3600")]
    [InlineData(""" "heartbeat": { "missingAllowed": 0 } """, "a whole number from 1 to 100")]
    [InlineData(""" "heartbeat": { "enabled": 1 } """, "true or false")]
    [InlineData(""" "state": { "folder": "var/lib" } """, "an absolute path")]
    public void Key_WithAWrongValue_IsReportedWithWhatIsWanted(string section, string wanted)
    {
        string error = Assert.Single(ConfigurationSamples.ErrorsOf(With(ConfigurationSamples.Lma, section)));

        Assert.Contains(wanted, error, StringComparison.Ordinal);
    }

    private static string With(string sample, string section) => sample.Replace("\"transport\":", section + ", \"transport\":", StringComparison.Ordinal);
}
