using System;
using System.Text;
using Pmip.Foundation.Addressing;
using Pmip.Wire;
using Pmip.Wire.Mobility;
using Xunit;

namespace Pmip.Unit.Wire;

/// <summary>Heartbeat, revocation and notification messages: fields, odd forms of other encoders, refusals.</summary>
public sealed class PathMessageTests
{
    [Fact]
    public void HeartbeatResponse_Fields_AreThoseOfTheSender()
    {
        Assert.Equal(WireStatus.Ok, Heartbeat.TryRead(Header(Vector.Of("hb-response").MobilityHeader), out Heartbeat heartbeat));
        Assert.Equal(HeartbeatFlags.Response, heartbeat.Flags);
        Assert.Equal(1u, heartbeat.Sequence);
        Assert.True(heartbeat.HasRestartCounter);
        Assert.Equal(42u, heartbeat.RestartCounter);
        Assert.Equal(Heartbeat.EncodedLengthMax, heartbeat.EncodedLength);
    }

    [Theory]
    [InlineData("1c0400000007", true, 7u)] // No padding before it, so not aligned.
    [InlineData("c8021234 1c0400000007 1c0400000008", true, 7u)] // Behind an unknown option and repeated.
    [InlineData("000000 1c0400000007", true, 7u)] // Pad1 instead of PadN.
    [InlineData("c803aabbcc", false, 0u)]
    [InlineData("", false, 0u)]
    public void Heartbeat_OptionsOfOtherEncoders_CounterIsFound(string options, bool hasCounter, uint counter)
    {
        Assert.Equal(WireStatus.Ok, Heartbeat.TryRead(Header(Message(13, options)), out Heartbeat heartbeat));
        Assert.Equal(hasCounter, heartbeat.HasRestartCounter);
        Assert.Equal(counter, heartbeat.RestartCounter);
    }

    [Theory]
    [InlineData("1c03000000")]
    [InlineData("1c0400000007 1c03000000")]
    [InlineData("c805aabb")]
    public void Heartbeat_OptionMalformed_IsRefused(string options) =>
        Assert.Equal(WireStatus.BadLength, Heartbeat.TryRead(Header(Message(13, options)), out _));

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(23)]
    public void Heartbeat_NoRoom_WritesNothing(int room)
    {
        var heartbeat = new Heartbeat { HasRestartCounter = true };
        Assert.Equal(WireStatus.NoRoom, heartbeat.Emit(new byte[room], out int written));
        Assert.Equal(0, written);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void RevocationIndication_Fields_AreThoseOfTheSender()
    {
        MobilityHeader header = Header(Vector.Of("bri-one").MobilityHeader);
        Assert.Equal(WireStatus.Ok, BindingRevocation.TryReadType(header, out BindingRevocationType type));
        Assert.Equal(BindingRevocationType.Indication, type);
        Assert.Equal(WireStatus.Ok, BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication));
        Assert.Equal(RevocationTrigger.Administrative, indication.Trigger);
        Assert.True(indication.Flags.HasFlag(RevocationFlags.Proxy));
        Assert.True(indication.Options.HasIdentifier);
        Assert.Equal(WireStatus.Unsupported, BindingRevocationAcknowledgement.TryRead(header, out _));
    }

    [Fact]
    public void RevocationIndicationGlobal_Fields_AreThoseOfTheSender()
    {
        MobilityHeader header = Header(Vector.Of("bri-global-perpeer").MobilityHeader);
        Assert.Equal(WireStatus.Ok, BindingRevocationIndication.TryRead(header, out BindingRevocationIndication indication));
        Assert.Equal(RevocationTrigger.PerPeerPolicy, indication.Trigger);
        Assert.True(indication.Flags.HasFlag(RevocationFlags.Global));
        Assert.False(indication.Options.HasIdentifier);
    }

    [Fact]
    [Trait("Requirement", "R5")]
    public void RevocationAcknowledgement_Fields_AreThoseOfTheSender()
    {
        MobilityHeader header = Header(Vector.Of("bra-ok").MobilityHeader);
        Assert.Equal(WireStatus.Ok, BindingRevocation.TryReadType(header, out BindingRevocationType type));
        Assert.Equal(BindingRevocationType.Acknowledgement, type);
        Assert.Equal(WireStatus.Ok, BindingRevocationAcknowledgement.TryRead(header, out BindingRevocationAcknowledgement answer));
        Assert.Equal(RevocationStatus.Success, answer.Status);
        Assert.Equal(0x01f4, answer.Sequence);
        Assert.Equal(RevocationFlags.Proxy, answer.Flags);
        Assert.Equal(WireStatus.Unsupported, BindingRevocationIndication.TryRead(header, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public void Revocation_TypeNotAssigned_IsUnsupported(byte type)
    {
        byte[] message = Message(16, string.Empty);
        message[6] = type;
        MobilityHeader header = Header(message);
        Assert.Equal(WireStatus.Unsupported, BindingRevocation.TryReadType(header, out _));
        Assert.Equal(WireStatus.Unsupported, BindingRevocationIndication.TryRead(header, out _));
        Assert.Equal(WireStatus.Unsupported, BindingRevocationAcknowledgement.TryRead(header, out _));
    }

    [Fact]
    public void RevocationIndication_Ipv4Only_SaysSoOnTheWire()
    {
        var indication = new BindingRevocationIndication
        {
            Trigger = RevocationTrigger.Administrative,
            Sequence = 0x0203,
            Flags = RevocationFlags.Proxy | RevocationFlags.Ipv4HomeAddressOnly,
        };
        indication.Options.HasIdentifier = true;
        indication.Options.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        indication.Options.Identifier = "a"u8;
        indication.Options.Ipv4HomeAddressRequestCount = 1;
        indication.Options.Ipv4HomeAddressRequest = new Ipv4HomeAddress(IpAddress.Parse("10.0.0.1"), 24);
        byte[] room = new byte[64];
        Assert.Equal(WireStatus.Ok, indication.Emit(room, out int written));
        Assert.Equal(
            "3b021000" + "0000" + "0101" + "0203" + "c000" + "08020161" + "240660000a000001",
            Convert.ToHexStringLower(room.AsSpan(0, written)));
    }

    [Fact]
    public void UpdateNotification_Fields_AreThoseOfTheSender()
    {
        MobilityHeader header = Header(Vector.Of("upn-force-rereg").MobilityHeader);
        Assert.Equal(WireStatus.Ok, UpdateNotification.TryRead(header, out UpdateNotification notification));
        Assert.Equal(UpdateNotificationReason.ForceReregistration, notification.Reason);
        Assert.True(notification.Options.HasIdentifier);
        Assert.Equal(
            "FORCE-REREGISTRATION", Encoding.UTF8.GetString(UpdateNotificationReasonNames.Of(notification.Reason)));
        Assert.Equal(WireStatus.Unsupported, UpdateNotificationAcknowledgement.TryRead(header, out _));
    }

    [Fact]
    public void UpdateNotificationAcknowledgement_WrittenIntoUsedRoom_LeavesNothingBehind()
    {
        var answer = new UpdateNotificationAcknowledgement
        {
            Sequence = 7,
            Status = UpdateNotificationStatus.MobileNodeNotAttached,
        };
        byte[] room = new byte[64];
        room.AsSpan().Fill(0xAA);
        Assert.Equal(WireStatus.Ok, answer.Emit(room, out int written));
        Assert.Equal("3b011400" + "0000" + "0007" + "84000000" + "01020000", Convert.ToHexStringLower(room.AsSpan(0, written)));
        Assert.Equal(WireStatus.Ok, UpdateNotificationAcknowledgement.TryRead(Header(room), out UpdateNotificationAcknowledgement again));
        Assert.Equal(answer.Status, again.Status);
        Assert.Equal(answer.Sequence, again.Sequence);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(20)]
    public void Messages_OptionMalformed_AreRefused(byte type)
    {
        byte[] message = Message(type, "170100");
        for (byte revocationType = 1; revocationType <= 2; revocationType++)
        {
            message[6] = revocationType;
            Assert.Equal(0, Rewriting.Write(Header(message), new byte[64]));
        }
    }

    [Fact]
    public void RandomMessages_WrittenReadAndWritten_AreTheSame()
    {
        byte[] first = new byte[4096];
        byte[] second = new byte[4096];
        for (int seed = 0; seed < 2000; seed++)
        {
            WireStatus status = EmitRandom(seed, first, out int length);
            if (status == WireStatus.BadLength)
            {
                continue; // Everything at once can be longer than a Mobility Header.
            }

            Assert.Equal(WireStatus.Ok, status);
            Assert.Equal(length, Rewriting.Write(Header(first), second));
            Assert.Equal(first[..length], second[..length]);
        }
    }

    private static WireStatus EmitRandom(int seed, byte[] room, out int written)
    {
        var random = new RandomMessage(seed);
        switch (seed % 4)
        {
            case 0:
                var indication = new BindingRevocationIndication { Trigger = (RevocationTrigger)(seed & 255), Sequence = (ushort)seed };
                random.Fill(ref indication.HomeNetworkPrefixes, ref indication.Options);
                return indication.Emit(room, out written);
            case 1:
                var answer = new BindingRevocationAcknowledgement { Status = (RevocationStatus)(seed & 255), Sequence = (ushort)seed };
                random.Fill(ref answer.HomeNetworkPrefixes, ref answer.Options);
                return answer.Emit(room, out written);
            case 2:
                var notification = new UpdateNotification { Reason = (UpdateNotificationReason)(ushort)seed };
                random.Fill(ref notification.HomeNetworkPrefixes, ref notification.Options);
                return notification.Emit(room, out written);
            default:
                var notified = new UpdateNotificationAcknowledgement { Sequence = (ushort)seed };
                random.Fill(ref notified.HomeNetworkPrefixes, ref notified.Options);
                return notified.Emit(room, out written);
        }
    }

    private static MobilityHeader Header(byte[] message)
    {
        Assert.Equal(WireStatus.Ok, MobilityHeader.TryRead(message, out MobilityHeader header));
        return header;
    }

    // The options begin where the fixed part ends; what is left to a multiple of eight stays Pad1.
    private static byte[] Message(byte type, string options)
    {
        byte[] octets = Convert.FromHexString(options.Replace(" ", string.Empty, StringComparison.Ordinal));
        byte[] message = new byte[(12 + octets.Length + 7) / 8 * 8];
        message[0] = 59;
        message[1] = (byte)((message.Length / 8) - 1);
        message[2] = type;
        octets.CopyTo(message, 12);
        return message;
    }
}
