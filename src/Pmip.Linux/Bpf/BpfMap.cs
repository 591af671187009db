using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pmip.Linux.Bpf;

/// <summary>A table of the kernel. Keys and values are plain structs of exactly the lengths that the table was made with.</summary>
public sealed unsafe class BpfMap : IDisposable
{
    private const int NameMax = 15;
    private const int PermissionDenied = 1;
    private const int InformationLength = 40;

    private readonly LinuxDescriptor _descriptor;

    private BpfMap(LinuxDescriptor descriptor, in BpfMapShape shape)
    {
        _descriptor = descriptor;
        Shape = shape;
    }

    /// <summary>What it was made as.</summary>
    public BpfMapShape Shape { get; }

    /// <summary>File descriptor, for the programs that use it.</summary>
    public int Descriptor => _descriptor.Number;

    /// <summary>Makes a table; null when the kernel refuses.</summary>
    public static LinuxStatus TryCreate(in BpfMapShape shape, out BpfMap? map)
    {
        Span<byte> attributes = stackalloc byte[BpfCalls.AttributesLength];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, (int)shape.Type);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], shape.KeyLength);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], shape.ValueLength);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[12..], shape.EntriesMax);
        BinaryPrimitives.WriteUInt32LittleEndian(attributes[16..], (uint)shape.Flags);
        Encoding.ASCII.GetBytes(shape.Name.AsSpan(0, Math.Min(NameMax, shape.Name.Length)), attributes[28..]);
        int descriptor = BpfCalls.Call(BpfCalls.MapCreate, attributes);
        if (descriptor < 0 && LinuxStatus.Last.Errno == PermissionDenied && BpfCalls.TryUnlockMemory())
        {
            descriptor = BpfCalls.Call(BpfCalls.MapCreate, attributes);
        }

        LinuxStatus status = LinuxStatus.From(descriptor);
        map = status.IsOk ? new BpfMap(new LinuxDescriptor(descriptor), shape) : null;
        return status;
    }

    /// <summary>
    /// The table that has a name in a <see cref="BpfFileSystem"/>; null when there is none. <see cref="Shape"/> is what it was made as.
    /// </summary>
    public static LinuxStatus TryOpen(string path, out BpfMap? map)
    {
        int number = BpfPin.Open(path);
        LinuxStatus status = LinuxStatus.From(number);
        map = null;
        if (!status.IsOk)
        {
            return status;
        }

        LinuxDescriptor descriptor = new(number);
        Span<byte> information = stackalloc byte[InformationLength];
        status = BpfInformation.Read(number, information);
        if (!status.IsOk)
        {
            descriptor.Dispose();
            return status;
        }

        map = new BpfMap(descriptor, ShapeOf(information));
        return status;
    }

    /// <summary>Gives it a name, by which it outlives this object.</summary>
    public LinuxStatus Pin(string path) => BpfPin.Set(Descriptor, path);

    /// <summary>Finds the key behind <paramref name="key"/>, or the first one; ENOENT at the end.</summary>
    public LinuxStatus NextKey<TKey>(in TKey key, bool isFirst, out TKey next)
        where TKey : unmanaged
    {
        Foundation.Invariant.Require(sizeof(TKey) == Shape.KeyLength);
        Unsafe.SkipInit(out next);
        fixed (TKey* keyOctets = &key)
        fixed (TKey* nextOctets = &next)
        {
            return Element(BpfCalls.MapNextKey, isFirst ? null : keyOctets, nextOctets);
        }
    }

    /// <summary>Writes an entry, new or existing.</summary>
    public LinuxStatus Update<TKey, TValue>(in TKey key, in TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Foundation.Invariant.Require(sizeof(TKey) == Shape.KeyLength);
        Foundation.Invariant.Require(sizeof(TValue) == Shape.ValueLength);
        fixed (TKey* keyOctets = &key)
        fixed (TValue* valueOctets = &value)
        {
            return Element(BpfCalls.MapUpdate, keyOctets, valueOctets);
        }
    }

    /// <summary>Reads an entry; ENOENT when there is none.</summary>
    public LinuxStatus Lookup<TKey, TValue>(in TKey key, out TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        Foundation.Invariant.Require(sizeof(TKey) == Shape.KeyLength);
        Foundation.Invariant.Require(sizeof(TValue) == Shape.ValueLength);
        Unsafe.SkipInit(out value);
        fixed (TKey* keyOctets = &key)
        fixed (TValue* valueOctets = &value)
        {
            LinuxStatus status = Element(BpfCalls.MapLookup, keyOctets, valueOctets);
            if (!status.IsOk)
            {
                value = default;
            }

            return status;
        }
    }

    /// <summary>Reads the values of all possible processors of a per-processor table; each takes a multiple of eight octets.</summary>
    public LinuxStatus LookupPerCpu(uint key, Span<ulong> values)
    {
        Foundation.Invariant.Require(Shape.Type == BpfMapType.PerCpuArray && Shape.ValueLength == sizeof(ulong));
        Foundation.Invariant.Require(values.Length >= PossibleProcessors.Count);
        fixed (ulong* first = values)
        {
            return Element(BpfCalls.MapLookup, &key, first);
        }
    }

    /// <summary>Takes an entry out; ENOENT when there is none.</summary>
    public LinuxStatus Delete<TKey>(in TKey key)
        where TKey : unmanaged
    {
        Foundation.Invariant.Require(sizeof(TKey) == Shape.KeyLength);
        fixed (TKey* keyOctets = &key)
        {
            return Element(BpfCalls.MapDelete, keyOctets, null);
        }
    }

    /// <summary>Maps the values of an array that was made <see cref="BpfMapFlags.Mappable"/>; null when the kernel refuses.</summary>
    public LinuxStatus TryMapValues<TValue>(out BpfMappedArray<TValue>? values)
        where TValue : unmanaged
    {
        Foundation.Invariant.Require(sizeof(TValue) == Shape.ValueLength && Shape.ValueLength % 8 == 0);
        return BpfMappedArray<TValue>.TryMap(Descriptor, Shape.EntriesMax, out values);
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private static BpfMapShape ShapeOf(ReadOnlySpan<byte> information)
    {
        ReadOnlySpan<byte> name = information.Slice(24, NameMax + 1);
        return new BpfMapShape(
            Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]),
            (BpfMapType)BinaryPrimitives.ReadInt32LittleEndian(information),
            BinaryPrimitives.ReadInt32LittleEndian(information[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(information[16..]),
            (BpfMapFlags)BinaryPrimitives.ReadUInt32LittleEndian(information[20..]));
    }

    private LinuxStatus Element(int command, void* key, void* value)
    {
        Span<byte> attributes = stackalloc byte[BpfCalls.AttributesLength];
        attributes.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(attributes, Descriptor);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], (ulong)key);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[16..], (ulong)value);
        return LinuxStatus.From(BpfCalls.Call(command, attributes));
    }
}
