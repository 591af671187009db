using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pmip.Fuzz.Mutations;

/// <summary>Options and names that mean something in Proxy Mobile IPv6 messages.</summary>
internal static class MobilityWords
{
    private static readonly string[] s_options =
    [
        "0810016d6e31406578616d706c652e636f6d", "0805016d6e3140", "161200000000000000000000000000000000000000", "1612004020010db8010000010000000000000000",
        "17020001", "17020002", "17020003", "17020004",
        "17020005", "18020004", "19080000020000000001", "1b0800006553f1000000",
        "210600000000000a", "21020000", "2406000000000000", "250600800a2d0002",
        "260600000a2d0001", "28020001", "1a10fe800000000000000000000000000001", "031020010db8000f00000000000000000001",
        "0b0a00000000000000000000", "1c0400000001", "1308000028af01008021", "1308000028af02000001",
        "1306000028af1405", "130c000028af05000a0000010001", "140900696e7465726e6574", "2a0400000000",
        "1d06600000000a2d0002", "1e0600200a2d0002", "31020000", "23020001",
        "0100", "01020000", "010400000000", "0202000a",
    ];

    /// <summary>The words.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. s_options.Select(Convert.FromHexString),
        .. new[] { "internet", "ims", "\binternet", "mn1@example.com", "\u0003ims\u0006mnc001\u0006mcc001\u0004gprs" }.Select(Encoding.UTF8.GetBytes),
    ];
}
