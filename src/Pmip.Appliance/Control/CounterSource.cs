using System;
using System.Text;
using Pmip.Foundation.Tables;

namespace Pmip.Appliance.Control;

/// <summary>Any <see cref="CounterSet{TEnum}"/> for the console.</summary>
internal sealed class CounterSource<TEnum>(string room, CounterSet<TEnum> counters) : ICounterSource
    where TEnum : unmanaged, Enum
{
    private readonly byte[] _room = Encoding.UTF8.GetBytes(room);

    public ReadOnlySpan<byte> Room => _room;

    public int Count => counters.Count;

    public ReadOnlySpan<byte> NameAt(int index) => counters.NameAt(index);

    public long ValueAt(int index) => counters.ValueAt(index);
}
