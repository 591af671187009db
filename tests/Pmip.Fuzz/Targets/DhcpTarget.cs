using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Packets;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Input: a DHCPv4 message; when it is shorter than the fixed part, or has no magic cookie, a client's header stands before it and
/// it is the options. Each message that is taken is answered, and the answer read.
/// </summary>
internal sealed class DhcpTarget() : FuzzTarget("dhcp")
{
    private static readonly IpAddress s_router = IpAddress.Parse("10.45.0.1");
    private static readonly IpAddress[] s_dns = [IpAddress.Parse("198.51.100.53")];
    private readonly byte[] _message = new byte[2048];
    private readonly byte[] _frame = new byte[DhcpV4Reply.FrameLengthMax];
    private readonly Dissections _dissections = new();

    public override void Run(ReadOnlySpan<byte> input, AllocationMeter meter)
    {
        ReadOnlySpan<byte> octets = input;
        if (input.Length < DhcpV4Message.FixedLength || !input[236..].StartsWith(MagicCookie))
        {
            _message.AsSpan(0, DhcpV4Message.FixedLength).Clear();
            ClientHeader.CopyTo(_message);
            MagicCookie.CopyTo(_message.AsSpan(236));
            input.CopyTo(_message.AsSpan(DhcpV4Message.FixedLength));
            octets = _message.AsSpan(0, DhcpV4Message.FixedLength + input.Length);
        }

        int written = 0;
        meter.Start();
        if (DhcpV4Message.TryRead(octets, out DhcpV4Message message) == WireStatus.Ok)
        {
            Ask(message);
            written = Answer(message);
        }

        meter.Stop();
        if (written > 0)
        {
            _dissections.Run(
                _frame.AsSpan(0, written),
                static (frame, writer) => PacketDissector.DissectFrame(Wire.Capture.LinkType.Ethernet, frame, false, writer),
                meter);
        }
    }

    private static ReadOnlySpan<byte> ClientHeader => [1, 1, 6, 0, 0xCA, 0xFE, 0, 1];

    private static ReadOnlySpan<byte> MagicCookie => [0x63, 0x82, 0x53, 0x63];

    private static void Ask(scoped in DhcpV4Message message)
    {
        _ = message.RequestedAddress.IsIPv4 || message.ServerIdentifier.IsIPv4 || message.ClientHardwareAddress.IsZero;
        _ = message.Seconds + message.Hops + message.FileOptions.Length + message.ServerNameOptions.Length;
        _ = message.TryFindOption(DhcpV4OptionCode.RequestedAddress, out _);
        var options = new DhcpV4OptionReader(message.Options);
        while (options.TryNext())
        {
            OracleException.Require(options.Value.Length <= message.Options.Length, "an option lies in the message");
        }
    }

    private int Answer(scoped in DhcpV4Message request)
    {
        var reply = new DhcpV4Reply
        {
            Type = DhcpV4MessageType.Acknowledge,
            YourAddress = IpAddress.FromIPv4(0x0A2D_0007),
            ServerIdentifier = s_router,
            PrefixLength = 16,
            Router = s_router,
            DnsServers = s_dns,
            InterfaceMtu = 1456,
            LeaseSeconds = 3600,
        };
        if (reply.EmitFrame(request, MacAddress.FixedMag, _frame, out int written) != WireStatus.Ok)
        {
            return 0;
        }

        OracleException.Require(EthernetHeader.TryRead(_frame.AsSpan(0, written), out EthernetHeader ethernet) == WireStatus.Ok, "the answer is a frame");
        OracleException.Require(Ipv4Header.TryRead(ethernet.Payload, out Ipv4Header ipv4) == WireStatus.Ok && ipv4.ChecksumIsValid, "of IPv4");
        OracleException.Require(
            UdpHeader.TryRead(ipv4.Payload, out UdpHeader udp) == WireStatus.Ok && udp.ChecksumIsValid(ipv4.Source, ipv4.Destination), "with UDP");
        OracleException.Require(DhcpV4Message.TryRead(udp.Payload, out DhcpV4Message message) == WireStatus.Ok, "that our own reader takes");
        OracleException.Require(
            message.TransactionId == request.TransactionId && message.ServerIdentifier == s_router && !message.IsRequest, "and that answers the request");
        return written;
    }
}
