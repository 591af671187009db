using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Engine.Sessions;

/// <summary>How much of an address pool is given out, for the console. The name is good until the next step.</summary>
public ref struct AddressPoolView
{
    /// <summary>The access point that it belongs to.</summary>
    public ReadOnlySpan<byte> AccessPoint { get; init; }

    /// <summary>What it gives out.</summary>
    public IpPrefix Range { get; init; }

    /// <summary>Units that it has: prefixes or addresses.</summary>
    public int Capacity { get; init; }

    /// <summary>Units that bindings have.</summary>
    public int Taken { get; init; }

    /// <summary>Free units that still rest.</summary>
    public int Resting { get; init; }

    /// <summary>Units that are kept out of it: routers and static addresses.</summary>
    public int Reserved { get; init; }
}
