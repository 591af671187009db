using System;
using System.Text;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;
using Pmip.Fuzz.Mutations;
using Pmip.Wire;
using Pmip.Wire.Mobility;

namespace Pmip.Fuzz.Targets;

/// <summary>
/// Writes the messages of stateful targets from choices of the input: updates whose fields are values that matter, and messages
/// of any type with any options, always whole, so that they come past the first look.
/// </summary>
internal sealed class MobilityComposer
{
    private static readonly byte[][] s_identifiers = Array.ConvertAll(
        ["mn1", "mn2", "mn3", "static@example.com", "barred@example.com", "", new string('x', 72), new string('y', 73)], Encoding.UTF8.GetBytes);

    private static readonly byte[][] s_services = Array.ConvertAll(["internet", "ims", "meters", "intranet", "\binternet"], Encoding.UTF8.GetBytes);

    private static readonly IpPrefix[] s_prefixes = Array.ConvertAll(
    [
        "::/0", "2001:db8:100::/64", "2001:db8:100:1::/64", "2001:db8:100:2::/63", "2001:db8:200:1::/64", "2001:db8:1ff:1::/64", "ff02::1/128", "::/64",
    ], IpPrefix.Parse);

    private static readonly IpAddress[] s_addresses = Array.ConvertAll(
        ["0.0.0.0", "10.45.0.0", "10.45.0.1", "10.45.0.2", "10.45.0.3", "10.46.0.2", "10.46.0.7", "255.255.255.255"], IpAddress.Parse);

    private readonly byte[] _room = new byte[MobilityHeader.LengthMax];
    private readonly byte[] _layer2 = new byte[6];

    /// <summary>An update that is mostly right.</summary>
    public ReadOnlySpan<byte> Update(scoped ref InputReader reader, WallClock wall)
    {
        byte some = reader.Octet();
        byte more = reader.Octet();
        ProxyBindingUpdate update = default;
        update.Flags = BindingUpdateFlags.Acknowledge | BindingUpdateFlags.Proxy;
        update.Sequence = reader.Octet();
        update.LifetimeUnits = (some & 3) switch { 0 => 0, 1 => ushort.MaxValue, _ => reader.Octet() };
        update.HasIdentifier = true;
        update.IdentifierSubtype = MobileNodeIdentifierSubtype.NetworkAccessIdentifier;
        update.Identifier = reader.Any(s_identifiers);
        update.HasServiceSelection = (some & 4) == 0;
        update.ServiceSelection = reader.Any(s_services);
        for (int i = (some >> 3) & 3; i > 0; i--)
        {
            update.HomeNetworkPrefixes.TryAdd(reader.Any(s_prefixes));
        }

        update.Ipv4HomeAddressRequestCount = (some >> 5) & 1;
        update.Ipv4HomeAddressRequest = update.Ipv4HomeAddressRequestCount > 0 ? new Ipv4HomeAddress(reader.Any(s_addresses), (byte)reader.Below(33)) : default;
        update.HasHandoffIndicator = (some & 64) == 0;
        update.HandoffIndicator = (HandoffIndicator)reader.Below(7);
        update.HasAccessTechnologyType = (some & 128) == 0;
        update.AccessTechnologyType = (AccessTechnologyType)(2 + (more & 1));
        update.HasLinkLayerIdentifier = (more & 2) != 0;
        _layer2[5] = (byte)((more >> 2) & 1);
        update.LinkLayerIdentifier = _layer2;
        update.HasTimestamp = (more & 8) != 0;
        update.Timestamp = update.HasTimestamp ? unchecked(wall.Timestamp + (ulong)((reader.Octet() - 128) * 1000L)) : 0;
        update.HasGreKeyOption = (more & 16) == 0;
        update.HasGreKey = update.HasGreKeyOption && (more & 32) == 0;
        update.GreKey = new GreKey((uint)reader.Below(4));
        update.HasPdnConnectionId = (more & 64) != 0;
        update.PdnConnectionId = (byte)((more >> 2) & 3);
        if ((more & 128) != 0)
        {
            update.Flags ^= (BindingUpdateFlags)(1 << reader.Below(16));
            update.AdditionalOptions = MobilityWords.All[reader.Below(30)];
        }

        return update.Emit(_room, out int written) == WireStatus.Ok ? _room.AsSpan(0, written) : default;
    }

    /// <summary>
    /// A message of any type: a fixed part from the input, then options, each one that is known or of any type. The checksum is
    /// not an engine's business.
    /// </summary>
    public ReadOnlySpan<byte> Any(scoped ref InputReader reader)
    {
        _room.AsSpan(0, 24).Clear();
        byte choice = reader.Octet();
        byte type = (choice & 7) switch { 0 => 5, 1 => 6, 2 => 7, 3 => 13, 4 or 5 => 16, 6 => (byte)(19 + (choice >> 7)), _ => reader.Octet() };
        int length = type == 7 ? 24 : 12;
        reader.Take(length - 6).CopyTo(_room.AsSpan(6));
        for (int options = (choice >> 3) & 7; options > 0; options--)
        {
            AddOption(ref reader, ref length);
        }

        return Close(type, length);
    }

    /// <summary>What another said, with some octets changed and options added, as an answer of ours to it.</summary>
    public ReadOnlySpan<byte> Changed(scoped ref InputReader reader, ReadOnlySpan<byte> message, byte type)
    {
        _room.AsSpan(0, 16).Clear();
        message.CopyTo(_room);
        int length = Math.Max(message.Length, 16);
        byte choice = reader.Octet();
        for (int changes = choice & 3; changes > 0 && length > 6; changes--)
        {
            _room[6 + reader.Below(length - 6)] = reader.Octet();
        }

        for (int options = (choice >> 2) & 3; options > 0; options--)
        {
            AddOption(ref reader, ref length);
        }

        return Close(type, length);
    }

    private void AddOption(scoped ref InputReader reader, ref int length)
    {
        int which = reader.Octet();
        if (which < MobilityWords.All.Count)
        {
            Append(MobilityWords.All[which], ref length);
            return;
        }

        if (which < 128)
        {
            ReadOnlySpan<byte> identifier = s_identifiers[which % s_identifiers.Length];
            Append([8, (byte)(identifier.Length + 1), 1], ref length);
            Append(identifier, ref length);
            return;
        }

        ReadOnlySpan<byte> value = reader.Take(which & 31);
        Append([reader.Octet(), (byte)value.Length], ref length);
        Append(value, ref length);
    }

    private void Append(ReadOnlySpan<byte> octets, ref int length)
    {
        if (length + octets.Length <= _room.Length)
        {
            octets.CopyTo(_room.AsSpan(length));
            length += octets.Length;
        }
    }

    private ReadOnlySpan<byte> Close(byte type, int length)
    {
        int padded = Math.Min((length + 7) & ~7, MobilityHeader.LengthMax);
        _room.AsSpan(length, padded - length).Clear();
        _room[0] = MobilityHeader.NoNextHeader;
        _room[1] = (byte)((padded / 8) - 1);
        _room[2] = type;
        return _room.AsSpan(0, padded);
    }
}
