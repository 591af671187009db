using System;

namespace Pmip.Appliance.Decode;

/// <summary>What was asked for on the command line.</summary>
internal readonly record struct DecodeOptions(bool IsJson, bool IsSummary, HexStart Start, string? Subject)
{
    /// <summary>The usage text.</summary>
    public const string Usage =
        """
        usage: pmipd decode [--json|--summary] [--from mh|ip] HEX    decode hexadecimal; - or nothing: from standard input
               pmipd decode [--json|--summary] FILE                  decode a pcap or pcapng file
          --json        JSON: one object for hexadecimal, an array for a file
          --summary     one line for each packet, without the details
          --from mh     HEX starts at the Mobility Header
          --from ip     HEX starts at the IPv4 or IPv6 header
        Exit status: 0 all well, 1 something is malformed, 2 wrong usage or unreadable input.

        """;

    /// <summary>Reads the arguments after <c>decode</c>; on failure <paramref name="complaint"/> says why.</summary>
    public static bool TryParse(ReadOnlySpan<string> args, out DecodeOptions options, out string complaint)
    {
        options = default;
        complaint = "";
        bool isJson = false;
        bool isSummary = false;
        bool takesOptions = true;
        HexStart start = HexStart.Guess;
        string? subject = null;
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (takesOptions && arg == "--")
            {
                takesOptions = false;
            }
            else if (takesOptions && arg == "--json")
            {
                isJson = true;
            }
            else if (takesOptions && arg == "--summary")
            {
                isSummary = true;
            }
            else if (takesOptions && (arg == "--from" || arg.StartsWith("--from=", StringComparison.Ordinal)))
            {
                bool isJoined = arg.Length > 6;
                string value = isJoined ? arg[7..] : i + 1 < args.Length ? args[++i] : "";
                start = value switch { "mh" => HexStart.MobilityHeader, "ip" => HexStart.Ip, _ => HexStart.Guess };
                if (start == HexStart.Guess)
                {
                    complaint = $"--from takes mh or ip, not '{value}'";
                    return false;
                }
            }
            else if (takesOptions && arg.Length > 1 && arg[0] == '-')
            {
                complaint = $"unknown option '{arg}'";
                return false;
            }
            else
            {
                // Hexadecimal pasted without quotes comes as several arguments.
                subject = subject is null ? arg : subject + " " + arg;
            }
        }

        if (isJson && isSummary)
        {
            complaint = "--json and --summary exclude each other";
            return false;
        }

        options = new DecodeOptions(isJson, isSummary, start, subject == "-" ? null : subject);
        return true;
    }
}
