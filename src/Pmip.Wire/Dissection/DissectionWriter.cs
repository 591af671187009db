using System;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Dissection;

/// <summary>
/// What a dissector says about a packet, one verb for each kind of value. Names are the RFCs' names in camelCase, UTF-8. An
/// object opened inside a list is an element of it; a name within one object comes once. What begins must end.
/// </summary>
public abstract class DissectionWriter
{
    /// <summary>Where the octets that are being dissected begin in the packet: added to every offset that is reported.</summary>
    public int Origin { get; set; }

    /// <summary>Number of faults reported.</summary>
    public int MalformedCount { get; private set; }

    /// <summary>Begins a header, a message or an option.</summary>
    public abstract void BeginObject(ReadOnlySpan<byte> name);

    /// <summary>Ends what <see cref="BeginObject"/> began.</summary>
    public abstract void EndObject();

    /// <summary>Begins a list of objects.</summary>
    public abstract void BeginList(ReadOnlySpan<byte> name);

    /// <summary>Ends what <see cref="BeginList"/> began.</summary>
    public abstract void EndList();

    /// <summary>Writes text; octets that are not UTF-8 or do not print are escaped.</summary>
    public abstract void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8);

    /// <summary>Writes a number, with its unit for a person to read.</summary>
    public abstract void Number(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit = default);

    /// <summary>Writes a number as <paramref name="digits"/> hexadecimal digits behind <c>0x</c>.</summary>
    public abstract void Hex(ReadOnlySpan<byte> name, ulong value, int digits);

    /// <summary>Writes octets in hexadecimal.</summary>
    public abstract void Octets(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets);

    /// <summary>Writes an address of either family.</summary>
    public abstract void Address(ReadOnlySpan<byte> name, IpAddress address);

    /// <summary>Writes an address and its prefix length.</summary>
    public abstract void Prefix(ReadOnlySpan<byte> name, IpPrefix prefix);

    /// <summary>Writes a link-layer address.</summary>
    public abstract void Mac(ReadOnlySpan<byte> name, MacAddress address);

    /// <summary>Writes whether something holds.</summary>
    public abstract void Flag(ReadOnlySpan<byte> name, bool value);

    /// <summary>Writes a number of a registry with its name there; an empty name says that it is not assigned.</summary>
    public abstract void Enumerated(ReadOnlySpan<byte> name, ulong number, ReadOnlySpan<byte> registryName);

    /// <summary>
    /// Reports a fault in the object that is open: what is wrong, and at which octet, counted from where the dissected octets
    /// begin.
    /// </summary>
    public void Malformed(ReadOnlySpan<byte> what, int offset)
    {
        MalformedCount++;
        WriteMalformed(what, Origin + offset);
    }

    /// <summary>Writes a fault; <paramref name="offset"/> counts from the start of the packet.</summary>
    protected abstract void WriteMalformed(ReadOnlySpan<byte> what, int offset);
}
