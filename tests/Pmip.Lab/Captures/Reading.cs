using System;
using System.Collections.Generic;
using System.Linq;
using Pmip.Lab.Processes;

namespace Pmip.Lab.Captures;

/// <summary>A capture as other people's programs read it: tshark for structure, scapy for checksums.</summary>
public static class Reading
{
    /// <summary>Frame numbers and reasons of what tshark calls malformed; empty when all is well.</summary>
    public static string Malformed(string file) => Tshark(file, "_ws.malformed", "frame.number", "_ws.col.Info").Trim();

    /// <summary>The fields of each packet that the filter takes; of headers within headers the outermost.</summary>
    public static IReadOnlyList<string[]> Fields(string file, string filter, params string[] fields) =>
        [.. Tshark(file, filter, fields).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];

    /// <summary>How many packets the filter takes.</summary>
    public static int Count(string file, string filter) => Fields(file, filter, "frame.number").Count;

    /// <summary>
    /// Computes the checksums of all signalling with scapy: of every mobility header behind an IPv6 header, native and inside IPv4 with and
    /// without UDP, and of every UDP header. Returns how many there were; throws at the first that differs.
    /// </summary>
    public static int VerifiedChecksums(string file)
    {
        string output = Command.Require(["/usr/bin/python3", "-", file], ChecksumProgram);
        return int.Parse(output.Trim(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string Tshark(string file, string filter, params string[] fields)
    {
        List<string> words = ["tshark", "-n", "-r", file, "-Y", filter, "-T", "fields", "-E", "occurrence=f"];
        foreach (string field in fields)
        {
            words.Add("-e");
            words.Add(field);
        }

        return Command.Require([.. words]);
    }

    private const string ChecksumProgram = """
        import logging, sys
        logging.getLogger("scapy").setLevel(logging.CRITICAL)
        from scapy.all import PcapReader, IP, IPv6, UDP, in4_chksum, in6_chksum

        def inner(packet):
            if IPv6 in packet and packet[IPv6].nh == 135:
                return packet[IPv6]
            if IP in packet and UDP in packet and 5436 in (packet[UDP].sport, packet[UDP].dport):
                octets = bytes(packet[UDP].payload)
                if octets and octets[0] >> 4 == 6:
                    return IPv6(octets)
            if IP in packet and packet[IP].proto == 41:
                return IPv6(bytes(packet[IP].payload))
            return None

        verified = 0

        def verify(number, what, found, expected):
            global verified
            if expected != found:
                sys.exit(f"packet {number}: {what} checksum 0x{found:04x}, scapy computes 0x{expected:04x}")
            verified += 1

        for number, packet in enumerate(PcapReader(sys.argv[1]), 1):
            if IP in packet and UDP in packet and 5436 in (packet[UDP].sport, packet[UDP].dport):
                octets = bytes(packet[IP])[4 * packet[IP].ihl:packet[IP].len]
                expected = in4_chksum(17, packet[IP], octets[:6] + b"\0\0" + octets[8:]) or 0xffff
                verify(number, "UDP", packet[UDP].chksum, expected)
            header = inner(packet)
            if header is None or header.nh != 135:
                continue
            octets = bytes(header)[40:40 + header.plen]
            zeroed = octets[:4] + b"\0\0" + octets[6:]
            verify(number, "mobility", int.from_bytes(octets[4:6], "big"), in6_chksum(135, header, zeroed))
        print(verified)
        """;
}
