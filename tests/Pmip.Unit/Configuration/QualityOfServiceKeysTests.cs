using System;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.DataPath;
using Pmip.Engine.Sessions;
using Xunit;

namespace Pmip.Unit.Configuration;

public sealed class QualityOfServiceKeysTests
{
    [Fact]
    public void DataPath_WithoutKeys_DoesAsBefore()
    {
        DataPathConfiguration plan = DataPathPlan.Of(ConfigurationSamples.Read(ConfigurationSamples.Lma));

        Assert.Equal((XdpUse.Auto, ServiceForwarding.Kernel), (plan.Xdp, plan.ServiceForwarding));
        Assert.Equal(DscpMap.Copy, plan.DscpMapOfNode);
        Assert.False(plan.TakesOuterDscp);
        Assert.Empty(plan.DscpMaps);
        Assert.Equal(new SessionTreatment(DscpMap.OfNode, 0, 0, 100), ConfigurationSamples.Read(ConfigurationSamples.Lma).Lma!.AccessPoints[0].Treatment);
    }

    [Fact]
    public void DataPath_WithKeys_IsRead()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(With(
            """ "dscp": "EF=CS5 AF41=28 *=LE", "ambr": { "upKbps": 10000, "downKbps": 50000, "burstMs": 250 }, """,
            """ "xdp": "force", "serviceForwarding": "direct", "spreading": "on", "dscp": "AF21", "innerDscp": "outer" """));
        DataPathConfiguration plan = DataPathPlan.Of(configuration);
        SessionTreatment treatment = configuration.Lma!.AccessPoints[0].Treatment;

        Assert.Equal((XdpUse.Force, ServiceForwarding.Direct, Environment.ProcessorCount), (plan.Xdp, plan.ServiceForwarding, plan.SpreadProcessors));
        Assert.Equal(DscpMap.NumberOf(18), plan.DscpMapOfNode);
        Assert.True(plan.TakesOuterDscp);
        DscpMap map = Assert.Single(plan.DscpMaps);
        Assert.Equal(new SessionTreatment(map.Number, 10_000_000, 50_000_000, 250), treatment);
        Assert.Equal((40, 28, 1, 1), (map.Outer[46], map.Outer[34], map.Outer[0], map.Outer[63]));
        Assert.Equal(DscpMap.OfNode, configuration.Lma.AccessPoints[1].Treatment.OuterDscp);
    }

    [Theory]
    [InlineData("copy", -1)]
    [InlineData("0", 0)]
    [InlineData("63", 63)]
    [InlineData("cs7", 56)]
    [InlineData("AF11", 10)]
    [InlineData("AF43", 38)]
    [InlineData("EF", 46)]
    [InlineData("VA", 44)]
    [InlineData("LE", 1)]
    public void Dscp_OfOneValue_IsThat(string text, int value)
    {
        Assert.True(DscpText.TryParse(text, out byte[]? outer, out _));
        Assert.Equal(value < 0 ? DscpMap.Copy : DscpMap.NumberOf(value), DscpText.NumberOf(text, []));
        Assert.Equal(value < 0, outer is null);
    }

    [Fact]
    public void Dscp_OfPairsWithoutTheRest_LeavesTheRest()
    {
        Assert.True(DscpText.TryParse("EF=AF41", out byte[]? outer, out _));
        for (int inner = 0; inner < 64; inner++)
        {
            Assert.Equal(inner == 46 ? 34 : inner, outer![inner]);
        }
    }

    [Theory]
    [InlineData("64", "\"64\" is no DSCP and no pair of them; wanted is copy, one DSCP")]
    [InlineData("AF44", "\"AF44\" is no DSCP")]
    [InlineData("EF=CS8", "\"EF=CS8\" is no DSCP")]
    [InlineData("EF=1 46=2", "\"46\" is given twice")]
    [InlineData("*=1 *=2", "\"*\" is given twice")]
    public void Dscp_Wrong_IsReportedWithWhatIsAllowed(string text, string wanted)
    {
        string atNode = Assert.Single(ConfigurationSamples.ErrorsOf(With("", $"\"dscp\": \"{text}\"")));
        string atAccessPoint = Assert.Single(ConfigurationSamples.ErrorsOf(With($"\"dscp\": \"{text}\",", "")));

        Assert.Contains(wanted, atNode, StringComparison.Ordinal);
        Assert.Contains("dataPath.dscp", atNode, StringComparison.Ordinal);
        Assert.Contains(wanted, atAccessPoint, StringComparison.Ordinal);
        Assert.Contains("lma.accessPoints", atAccessPoint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "upKbps": 7 }""", "a whole number from 8 to 400000000")]
    [InlineData("""{ "downKbps": 400000001 }""", "a whole number from 8 to 400000000")]
    [InlineData("""{ "burstMs": 4001 }""", "a whole number from 1 to 4000")]
    public void Ambr_Wrong_IsReportedWithWhatIsAllowed(string ambr, string wanted) =>
        Assert.Contains(wanted, Assert.Single(ConfigurationSamples.ErrorsOf(With($"\"ambr\": {ambr},", ""))), StringComparison.Ordinal);

    [Theory]
    [InlineData("auto", 2, 0)]
    [InlineData("auto", 4, 4)]
    [InlineData("off", 8, 0)]
    [InlineData("on", 2, 2)]
    public void Spreading_ByTheWord_TakesProcessors(string word, int there, int taken) =>
        Assert.Equal(taken, DataPathSettings.ProcessorsFor(word, there));

    [Fact]
    public void Keys_ThatContradict_AreReported()
    {
        string direct = Assert.Single(ConfigurationSamples.ErrorsOf(ConfigurationSamples.Mag.Replace(
            "\"log\":", "\"dataPath\": { \"serviceForwarding\": \"direct\" }, \"log\":", StringComparison.Ordinal)));
        string xdp = Assert.Single(ConfigurationSamples.ErrorsOf(With("", """ "rungs": ["tc"], "xdp": "force" """)));

        Assert.Contains("the key is for an LMA", direct, StringComparison.Ordinal);
        Assert.Contains("dataPath.rungs leaves xdp out", xdp, StringComparison.Ordinal);
    }

    private static string With(string accessPoint, string dataPath) => ConfigurationSamples.Lma
        .Replace("\"name\": \"internet\",", $"\"name\": \"internet\", {accessPoint}", StringComparison.Ordinal)
        .Replace("\"timers\":", $"\"dataPath\": {{ {dataPath} }}, \"timers\":", StringComparison.Ordinal);
}
