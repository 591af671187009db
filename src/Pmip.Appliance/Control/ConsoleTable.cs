using System;
using System.Text;
using Pmip.Foundation.Time;

namespace Pmip.Appliance.Control;

/// <summary>What a <c>show</c> prints: rows by position, of which some may be empty. Reading a row allocates nothing.</summary>
internal abstract class ConsoleTable(string name)
{
    /// <summary>The word behind <c>show</c>, and the key of the array in JSON.</summary>
    public ReadOnlyMemory<byte> Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>A line before the table and a key of its own in JSON; empty for none.</summary>
    public virtual ReadOnlySpan<byte> Description => default;

    /// <summary>Positions to walk.</summary>
    public abstract int Capacity { get; }

    /// <summary>Gives the fields of a row that has no values: the columns and the keys.</summary>
    public abstract void WriteColumns(RowWriter writer);

    /// <summary>Gives the fields of a row; false when there is none at <paramref name="position"/>.</summary>
    public abstract bool TryWriteRow(int position, Instant now, RowWriter writer);
}
