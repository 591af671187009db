using System;
using Pmip.Foundation;

namespace Pmip.Linux.Bpf;

/// <summary>The values of an array table as memory that this process and the programs share.</summary>
public sealed unsafe class BpfMappedArray<TValue> : IDisposable
    where TValue : unmanaged
{
    private readonly nuint _length;
    private TValue* _first;

    private BpfMappedArray(nint address, nuint length, int count)
    {
        _first = (TValue*)address;
        _length = length;
        Count = count;
    }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>The value at <paramref name="index"/>. A program may change it at any moment.</summary>
    public ref TValue this[int index]
    {
        get
        {
            Invariant.Require((uint)index < (uint)Count && _first != null);
            return ref _first[index];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_first != null)
        {
            int result = BpfCalls.UnmapMemory((nint)_first, _length);
            Invariant.Require(result == 0);
            _first = null;
        }
    }

    internal static LinuxStatus TryMap(int descriptor, int count, out BpfMappedArray<TValue>? values)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint length = ((nuint)count * (nuint)sizeof(TValue) + page - 1) / page * page;
        nint address = BpfCalls.MapMemory(0, length, BpfCalls.ProtectionReadWrite, BpfCalls.MapShared, descriptor, 0);
        if (address == BpfCalls.MapFailed)
        {
            values = null;
            return LinuxStatus.Last;
        }

        values = new BpfMappedArray<TValue>(address, length, count);
        return LinuxStatus.Ok;
    }
}
