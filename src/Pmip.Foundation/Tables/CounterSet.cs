using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace Pmip.Foundation.Tables;

/// <summary>
/// One counter for each value of an enumeration, named after it in camelCase. Counters never decrease; there is no error
/// without a name and a count.
/// </summary>
public sealed class CounterSet<TEnum>
    where TEnum : unmanaged, Enum
{
    private readonly long[] _values;
    private readonly byte[][] _names;

    /// <summary>Makes a set with every counter at zero. The values of the enumeration are 0 to n-1 without a gap.</summary>
    public CounterSet()
    {
        string[] names = Enum.GetNames<TEnum>();
        Invariant.Require(Unsafe.SizeOf<TEnum>() == 1);
        _values = new long[names.Length];
        _names = new byte[names.Length][];
        foreach (string name in names)
        {
            int index = IndexOf(Enum.Parse<TEnum>(name));
            Invariant.Require(index < names.Length && _names[index] is null);
            _names[index] = Encoding.UTF8.GetBytes(CamelCase.Of(name));
        }
    }

    /// <summary>Number of counters.</summary>
    public int Count => _values.Length;

    /// <summary>The value of <paramref name="counter"/>.</summary>
    public long this[TEnum counter] => _values[IndexOf(counter)];

    /// <summary>Adds one.</summary>
    public void Increment(TEnum counter) => _values[IndexOf(counter)]++;

    /// <summary>Adds <paramref name="amount"/>, which is not negative.</summary>
    public void Add(TEnum counter, long amount)
    {
        Invariant.Require(amount >= 0);
        _values[IndexOf(counter)] += amount;
    }

    /// <summary>UTF-8 name of the counter with number <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> NameAt(int index) => _names[index];

    /// <summary>Value of the counter with number <paramref name="index"/>.</summary>
    public long ValueAt(int index) => _values[index];

    private static int IndexOf(TEnum counter) => Unsafe.As<TEnum, byte>(ref counter);
}
