using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Pmip.Appliance.Commands;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Control.Verbs;
using Pmip.Unit.Configuration;
using Xunit;

namespace Pmip.Unit.Commands;

public sealed class CommandTableTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private string _answer = "";
    private string _complaint = "";
    private (string Name, int Descriptor) _started;

    public void Dispose()
    {
        File.Delete(_path);
        if (Directory.Exists(_path + ".state"))
        {
            Directory.Delete(_path + ".state", recursive: true);
        }
    }

    [Theory]
    [InlineData("chek", "pmipd: there is no command \"chek\", did you mean \"check\"?; see \"pmipd help\"")]
    [InlineData(
        "show",
        "pmipd: \"show\" lacks TABLE; usage: show TABLE [json] [limit ROWS]; "
            + "see \"pmipd help show\"")]
    [InlineData("show bindings --jsn", "pmipd: there is no option \"--jsn\" here, did you mean \"--json\"?; see \"pmipd help show\"")]
    [InlineData("show bindings --socket", "pmipd: the option \"--socket\" wants a value; see \"pmipd help show\"")]
    [InlineData("log", "pmipd: \"log\" lacks LEVEL; usage: log debug|info|warn|error; see \"pmipd help log\"")]
    [InlineData("detach a b c", "pmipd: \"c\" has no place there; usage: detach IDENTIFIER [APN]; see \"pmipd help detach\"")]
    [InlineData("run", "pmipd: \"run\" wants --config FILE; see \"pmipd help run\"")]
    [InlineData("run --config x --ready-fd y", "pmipd: \"y\" is not the number of a descriptor; see \"pmipd help run\"")]
    [InlineData("check", "pmipd: \"check\" wants one FILE; see \"pmipd help check\"")]
    [InlineData("help chek", "pmipd: there is no command \"chek\"; see \"pmipd help\"")]
    public void Command_Misused_AnyWay_Exit2WithTheWayToHelp(string words, string expected)
    {
        Assert.Equal(2, Run(words.Split(' ')));
        Assert.Equal(expected + "\n", _complaint);
        Assert.Empty(_answer);
    }

    [Fact]
    public void Show_UnknownTable_NamesAllAndTheNearest()
    {
        Assert.Equal(2, Run("show", "bindngs"));

        Assert.Equal(
            $"pmipd: \"bindngs\" is no TABLE, wanted is one of {string.Join(", ", ShowTables.Names)}; did you mean \"bindings\"?; "
                + "see \"pmipd help show\"\n",
            _complaint);
    }

    [Fact]
    public void Help_Asked_AnyWay_ListsAndExplains()
    {
        Assert.Equal(2, Run());
        Assert.Contains("pmipd run", _complaint, StringComparison.Ordinal);
        Assert.Equal(0, Run("help"));
        Assert.Contains("pmipd check    checks a configuration", _answer, StringComparison.Ordinal);
        Assert.Equal(0, Run("show", "--help"));
        Assert.Contains("nodes        who is on the access links", _answer, StringComparison.Ordinal);
        Assert.Equal(0, Run("help", "configuration"));
        Assert.Contains("transport.mtu\n    Octets of an IP packet that the transport network carries.\n    a whole number from 1280 to 9216; 1500 unless "
            + "given\n", _answer, StringComparison.Ordinal);
        Assert.Equal(0, Run("version"));
        Assert.Equal("pmipd 0.1.0\n", _answer);
    }

    [Fact]
    public void Check_RightFile_SummaryAndMemory()
    {
        File.WriteAllText(_path, ConfigurationSamples.Mag);

        Assert.Equal(0, Run("check", _path));

        Assert.StartsWith($"{_path}: ok\n\nmag1 is a MAG, rules of the IETF\n  MAG: 2 LMAs, 1 access links, 1 profiles and a default profile\n", _answer,
            StringComparison.Ordinal);
        Assert.Contains("binding update list (MAG)", _answer, StringComparison.Ordinal);
        Assert.EndsWith(" MiB)\n", _answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WrongFile_ErrorsAndExit1()
    {
        File.WriteAllText(_path, "{\"name\": 1}");

        Assert.Equal(1, Run("check", _path));
        Assert.StartsWith($"{_path}:1:1: the key \"role\" is missing", _complaint, StringComparison.Ordinal);
        Assert.Equal(1, Run("check", _path, "--json"));
        using JsonDocument document = JsonDocument.Parse(_answer);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(10, document.RootElement.GetProperty("errors")[2].GetProperty("column").GetInt32());
    }

    [Fact]
    public void Check_UnreadableFile_Exit2() => Assert.Equal(2, Run("check", _path + ".none"));

    [Fact]
    public void Budget_Refused_MoreThanHalfOfTheMachine_SaysWhatToLower()
    {
        MemoryBudget budget = MemoryBudget.Of(ConfigurationSamples.Read(ConfigurationSamples.Lma));

        Assert.Null(budget.Refusal(2 * budget.Octets));
        Assert.Null(budget.Refusal(0));
        Assert.Contains("lower limits.bindings", budget.Refusal((2 * budget.Octets) - 2), StringComparison.Ordinal);
        Assert.True(MemoryBudget.MachineOctets() > 0);
    }

    [Fact]
    public void Budget_OfTheDataPath_HasEveryTableInItsSize()
    {
        ApplianceConfiguration configuration = ConfigurationSamples.Read(ConfigurationSamples.Lma);
        Pmip.DataPath.DataPathConfiguration plan = Pmip.Appliance.Host.DataPathPlan.Of(configuration);

        MemoryBudget budget = MemoryBudget.Of(configuration);

        MemoryShare receive = Assert.Single(budget.Shares, share => share.Table == "receive_sessions");
        Assert.Equal((plan.SessionCapacity, plan.SessionCapacity * 128L), (receive.Entries, receive.Octets));
        MemoryShare send = Assert.Single(budget.Shares, share => share.Table == "send_sessions");
        Assert.Equal(send.Entries * 128, send.Octets);
        Assert.Equal(plan.AddressPools.Sum(pool => (long)pool.Count) + plan.ForeignAddresses, send.Entries);
        MemoryShare hops = Assert.Single(budget.Shares, share => share.Table == "next_hops");
        Assert.Equal(hops.Entries * 128, hops.Octets);
    }

    [Fact]
    public void Run_RightFile_StartsTheNode()
    {
        File.WriteAllText(_path, ConfigurationSamples.Lma);

        Assert.Equal(7, Run("run", "--config", _path, "--state", _path + ".state", "--ready-fd", "5"));

        Assert.Equal(("lma1", 5), _started);
    }

    [Fact]
    public void Run_WrongFile_DoesNotStart()
    {
        File.WriteAllText(_path, "{");

        Assert.Equal(1, Run("run", "--config", _path, "--state", _path + ".state"));

        Assert.Equal(default, _started);
        Assert.StartsWith($"{_path}:1:2: not JSON: ", _complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_NobodyRuns_Exit1()
    {
        Assert.Equal(1, Run("show", "bindings", "--socket", _path + ".sock"));
        Assert.Contains("is it running?", _complaint, StringComparison.Ordinal);
    }

    private int Run(params string[] words)
    {
        using MemoryStream answer = new();
        using StringWriter complaint = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        CommandTable table = new(
            (_, configuration, _, descriptor) =>
            {
                _started = (configuration.Name, descriptor);
                return 7;
            },
            decode: null);
        int code = table.Run(words, new CommandOutput(answer, complaint));
        _answer = Encoding.UTF8.GetString(answer.ToArray());
        _complaint = complaint.ToString();
        return code;
    }
}
