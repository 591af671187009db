using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Pmip.Appliance.Configuration;
using Pmip.Appliance.Host;
using Pmip.Engine.Configuration;
using Pmip.Engine.Lma;
using Pmip.Engine.Mag;
using Pmip.Foundation.Randomness;
using Pmip.Fuzz.Mutations;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: a configuration file. Every error has a line of the file, and a file without errors makes engines and a plan of the
/// data path, when they need little memory.
/// </summary>
internal sealed class ConfigurationTarget() : FuzzTarget("configuration")
{
    private const long OctetsMax = 16 << 20;
    private static readonly EngineSecrets s_secrets = new(1, 2, 3, 4, 5);

    public override int LengthMax => 4096;

    public override long WorkMax => 10_000_000;

    public override IReadOnlyList<byte[]> Dictionary { get; } = Words();

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        List<ConfigurationError> errors = [];
        bool isRight = ConfigurationFile.TryParse("f", input.ToArray(), out ApplianceConfiguration? configuration, errors);
        OracleException.Require(isRight == (errors.Count == 0), "a file is right when it has no error");
        int lines = 1 + input.Count((byte)'\n');
        foreach (ConfigurationError error in errors)
        {
            OracleException.Require(error.Line >= 1 && error.Line <= lines && error.Column >= 1, $"the error has a place: {error.Headline}");
            OracleException.Require(error.Message.Length > 0 && error.ToString().Length > 0, "the error says something");
        }

        if (isRight)
        {
            Build(configuration!);
        }
    }

    public override bool TryMutate(Prng random, Span<byte> room, ref int length) => JsonMutations.TryMutate(random, Dictionary, room, ref length);

    private static void Build(ApplianceConfiguration configuration)
    {
        MemoryBudget budget = MemoryBudget.Of(configuration);
        OracleException.Require(budget.Octets > 0, "tables cost something");
        if (budget.Octets > OctetsMax)
        {
            return;
        }

        _ = DataPathPlan.Of(configuration);
        if (configuration.Lma is LmaConfiguration lma)
        {
            new LocalMobilityAnchor(lma, s_secrets).Verify();
        }

        if (configuration.Mag is MagConfiguration mag)
        {
            new MobileAccessGateway(mag, s_secrets).Verify();
        }
    }

    private static byte[][] Words()
    {
        string[] values =
        [
            "\"2001:db8::/32\"", "\"2001:db8:100::/48\"", "\"::/0\"", "\"10.45.0.0/16\"", "\"10.45.0.1\"", "\"0.0.0.0/0\"", "\"255.255.255.255\"", "\"::1\"",
            "\"fe80::1\"", "\"ff02::1\"", "\"ipv4v6\"", "\"udp\"", "\"lma\"", "\"mag\"", "\"both\"", "\"\"", "0", "1", "-1", "64", "65535", "65536",
            "2147483648",
            "9223372036854775808", "1e9", "0.5", "true", "false", "null", "[]", "{}", "\"{mac}@example.com\"", "\"02-00-00-00-00-01\"", "\"\\ud800\"",
        ];
        return
        [
            .. ConfigurationSchema.Keys.Select(key => Encoding.UTF8.GetBytes($"\"{key.Name}\"")),
            .. ConfigurationSchema.Keys.SelectMany(key => key.Choices).Distinct().Select(choice => Encoding.UTF8.GetBytes($"\"{choice}\"")),
            .. values.Select(Encoding.UTF8.GetBytes),
        ];
    }
}
