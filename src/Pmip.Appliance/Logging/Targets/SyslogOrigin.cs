using System;
using System.Text;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>What every syslog message of this process says of it.</summary>
/// <param name="Host">Name of the machine.</param>
/// <param name="Process">Number of the process.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Facility">Facility code.</param>
internal sealed record SyslogOrigin(string Host, int Process, string Node, byte Facility)
{
    private const int HostLengthMax = 255;

    /// <summary>That of this process.</summary>
    public static SyslogOrigin Of(string node, byte facility) => new(Printable(Environment.MachineName), Environment.ProcessId, node, facility);

    // HOSTNAME is printable ASCII without blanks (RFC 5424 6).
    private static string Printable(string name)
    {
        StringBuilder text = new();
        foreach (char character in name.AsSpan(0, Math.Min(name.Length, HostLengthMax)))
        {
            text.Append(character is > ' ' and <= '~' ? character : '_');
        }

        return text.Length == 0 ? "-" : text.ToString();
    }
}
