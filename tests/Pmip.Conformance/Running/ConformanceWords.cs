using System;
using System.Collections.Generic;
using System.Net;
using Pmip.Conformance.Clauses;

namespace Pmip.Conformance.Running;

/// <summary>The command line.</summary>
public sealed class ConformanceWords
{
    public const string Help = """
        usage: ./build.sh conformance [WORDS]

          (none)                    all cases against this repository's LMA and MAG, in process and on virtual time
          --only TEXT               cases of clauses that begin so, or whose name has it
          --map                     write tests/Pmip.Conformance/rfc-map.md

          --peer ADDRESS            examine the node at this IPv6 address instead, over the network, as root
          --role lma|mag            what it is; lma unless given
          --local ADDRESS           an address of this host that the node knows as its peer; twice: two MAGs
          --peer4, --local4 ADDRESS the same for IPv4
          --mode 3gpp|ietf          whose rules it follows; 3gpp unless given
          --apn NAME                an access point that it serves; internet unless given
          --identifier PATTERN      subscribers that it serves, {0} is a number; conformance{0}@example.com unless given
          --unknown-identifier ID, --barred-identifier ID, --ipv4-identifier ID, --ipv6-identifier ID
                                    subscribers that it does not know, bars, or serves in one family only
          --delete-delay SECONDS    its MinDelayBeforeBCEDelete; 10 unless given
          --answer-within SECONDS   how long an answer may take, and how long silence is listened to; 2 unless given
          --slow                    run also what has to wait for ten seconds and more
          --attach-command COMMAND, --detach-command COMMAND
                                    for a MAG: shell commands that let a device attach and leave

        A line says CLAUSE PASS, CLAUSE FAIL with what was expected, or CLAUSE SKIP(reason). The exit status is 0 when nothing failed.
        """;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<IPAddress> _locals = [];

    public bool WantsHelp { get; private set; }

    public bool WritesMap { get; private set; }

    public bool IsSlow { get; private set; }

    public string? Only => Value("--only");

    public IPAddress? Peer => Address("--peer");

    public IReadOnlyList<IPAddress> Locals => _locals;

    public NodeRole? Role => Value("--role") switch
    {
        null => Peer is null ? null : NodeRole.Lma,
        "lma" => NodeRole.Lma,
        "mag" => NodeRole.Mag,
        string other => throw new FormatException($"a node is lma or mag, not {other}"),
    };

    public bool IsThreeGpp => Value("--mode") switch
    {
        null or "3gpp" => true,
        "ietf" => false,
        string other => throw new FormatException($"the mode is 3gpp or ietf, not {other}"),
    };

    public static ConformanceWords Read(string[] words)
    {
        ConformanceWords read = new();
        for (int i = 0; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "--help" or "-h":
                    read.WantsHelp = true;
                    break;
                case "--map":
                    read.WritesMap = true;
                    break;
                case "--slow":
                    read.IsSlow = true;
                    break;
                case string word when Help.Contains(word + " ", StringComparison.Ordinal) || Help.Contains(word + ",", StringComparison.Ordinal):
                    read.Take(word, ++i < words.Length ? words[i] : throw new FormatException($"{word} needs a value"));
                    break;
                default:
                    throw new FormatException($"{words[i]} is no word of this command");
            }
        }

        return read;
    }

    public string? Value(string word) => _values.GetValueOrDefault(word);

    public IPAddress? Address(string word) => Value(word) is string text ? ReadAddress(text) : null;

    public TimeSpan Seconds(string word, double otherwise) =>
        TimeSpan.FromSeconds(Value(word) is string text ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise);

    private void Take(string word, string value)
    {
        if (word == "--local")
        {
            _locals.Add(ReadAddress(value));
        }

        _values[word] = value;
    }

    private static IPAddress ReadAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) ? address : throw new FormatException($"{text} is no address");
}
