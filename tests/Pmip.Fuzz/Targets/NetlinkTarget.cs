using System;
using Pmip.Linux.Netlink;

namespace Pmip.Fuzz.Targets;

/// <summary>Input: what the kernel's routing socket gave, any number of messages; as news, and as answers about links and routes.</summary>
internal sealed class NetlinkTarget() : FuzzTarget("netlink")
{
    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        meter.Start();
        NetlinkReader reader = new(input);
        int octets = 0;
        while (reader.TryNext())
        {
            octets += 16 + reader.Body.Length;
            OracleException.Require(octets <= input.Length, "the messages are no longer than what was read");
            _ = NetlinkMonitor.TryTranslate(reader, out NetlinkEvent news);
            OracleException.Require(news.Name.Length <= reader.Body.Length, "a name lies in its message");
            _ = LinkTable.TryRead(reader.Body, out _, out _);
            _ = RouteTable.Read(reader.Body, default, out _);
        }

        meter.Stop();
    }
}
