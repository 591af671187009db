using System;
using System.Buffers.Binary;
using Pmip.Engine.Sessions;
using Pmip.Engine.Signalling;
using Pmip.Foundation;
using Pmip.Foundation.Addressing;
using Pmip.Foundation.Time;

namespace Pmip.Engine.Restoration;

/// <summary>Writes the fields of a kept binding, one after the other.</summary>
internal ref struct KeptWriter(Span<byte> room)
{
    private readonly Span<byte> _room = room;

    /// <summary>Octets written.</summary>
    public int Length { get; private set; }

    public void Octet(byte value) => Take(sizeof(byte))[0] = value;

    public void Flag(bool value) => Octet(value ? (byte)1 : (byte)0);

    public void Word(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(sizeof(ushort)), value);

    public void Number(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(sizeof(uint)), value);

    public void Signed(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(sizeof(int)), value);

    public void Long(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(sizeof(ulong)), value);

    public void Moment(Instant value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value.Microseconds);

    public void Time(Duration value) => BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value.Microseconds);

    public void Address(IpAddress value)
    {
        Long(value.High);
        Long(value.Low);
    }

    public void Text(scoped ReadOnlySpan<byte> value)
    {
        Octet((byte)value.Length);
        value.CopyTo(Take(value.Length));
    }

    public void Prefixes(in IpPrefixList value)
    {
        Octet((byte)value.Count);
        for (int i = 0; i < value.Count; i++)
        {
            Address(value[i].Address);
            Octet(value[i].Length);
        }
    }

    public void Path(in SignallingPath value)
    {
        Octet((byte)value.Form);
        Address(value.Local);
        Address(value.Remote);
        Address(value.OuterLocal);
        Address(value.OuterRemote);
        Word(value.RemotePort);
    }

    public void Component(in ConnectionSetIdentifier? value)
    {
        Span<byte> octets = stackalloc byte[ConnectionSetIdentifier.EncodedLengthMax];
        Text(value is ConnectionSetIdentifier component ? octets[..component.Write(octets)] : default);
    }

    private Span<byte> Take(int length)
    {
        Invariant.Require(length <= _room.Length - Length);
        Length += length;
        return _room.Slice(Length - length, length);
    }
}

/// <summary>Reads them. What is not what a writer writes is noted in <see cref="IsSound"/>, and reads as zero from there on.</summary>
internal ref struct KeptReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    /// <summary>False once something was wrong.</summary>
    public bool IsSound { get; private set; } = true;

    /// <summary>True when all was read and was right.</summary>
    public readonly bool IsWhole => IsSound && _rest.IsEmpty;

    public byte Octet() => TryTake(sizeof(byte), out ReadOnlySpan<byte> octets) ? octets[0] : (byte)0;

    public byte Octet(byte most)
    {
        byte value = Octet();
        IsSound &= value <= most;
        return IsSound ? value : (byte)0;
    }

    public bool Flag() => Octet(1) != 0;

    public ushort Word() => TryTake(sizeof(ushort), out ReadOnlySpan<byte> octets) ? BinaryPrimitives.ReadUInt16LittleEndian(octets) : (ushort)0;

    public uint Number() => TryTake(sizeof(uint), out ReadOnlySpan<byte> octets) ? BinaryPrimitives.ReadUInt32LittleEndian(octets) : 0;

    public int Signed() => TryTake(sizeof(int), out ReadOnlySpan<byte> octets) ? BinaryPrimitives.ReadInt32LittleEndian(octets) : 0;

    public ulong Long() => TryTake(sizeof(ulong), out ReadOnlySpan<byte> octets) ? BinaryPrimitives.ReadUInt64LittleEndian(octets) : 0;

    // A moment or a time that a clock cannot have reached would overflow the arithmetic of timers.
    public Instant Moment() => new(Microseconds());

    public Duration Time() => new(Microseconds());

    public IpAddress Address() => new(Long(), Long());

    public ReadOnlySpan<byte> Text(int most)
    {
        int length = Octet();
        IsSound &= length <= most;
        return IsSound && TryTake(length, out ReadOnlySpan<byte> octets) ? octets : default;
    }

    public IpPrefixList Prefixes()
    {
        IpPrefixList prefixes = default;
        for (int count = Octet(IpPrefixList.Capacity); count > 0; count--)
        {
            IpAddress address = Address();
            byte length = Octet(128);
            IsSound &= !address.IsIPv4 && !address.IsUnspecified && length > 0;
            if (IsSound)
            {
                prefixes.TryAdd(new IpPrefix(address, length));
            }
        }

        return prefixes;
    }

    public SignallingPath Path()
    {
        SignallingPath path = new((SignallingForm)Octet((byte)SignallingForm.Ipv4Mapped), Address(), Address(), Address(), Address(), Word());
        IsSound &= path.OuterLocal.IsIPv4 == path.IsIPv4Transport && path.OuterRemote.IsIPv4 == path.IsIPv4Transport;
        return path;
    }

    public ConnectionSetIdentifier? Component()
    {
        ReadOnlySpan<byte> octets = Text(ConnectionSetIdentifier.EncodedLengthMax);
        if (octets.IsEmpty)
        {
            return null;
        }

        IsSound &= ConnectionSetIdentifier.TryReadOne(octets, out ConnectionSetIdentifier component);
        return component;
    }

    private long Microseconds()
    {
        long value = unchecked((long)Long());
        IsSound &= value is >= 0 and < long.MaxValue / 4;
        return IsSound ? value : 0;
    }

    private bool TryTake(int length, out ReadOnlySpan<byte> octets)
    {
        IsSound &= length <= _rest.Length;
        octets = IsSound ? _rest[..length] : default;
        _rest = IsSound ? _rest[length..] : default;
        return IsSound;
    }
}
