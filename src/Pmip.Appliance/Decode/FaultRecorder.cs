using System;
using Pmip.Foundation.Addressing;
using Pmip.Wire.Dissection;

namespace Pmip.Appliance.Decode;

/// <summary>Passes everything on to another writer, and keeps the first fault of the packet for the closing message.</summary>
internal sealed class FaultRecorder(DissectionWriter inner) : DissectionWriter
{
    /// <summary>What the first fault since <see cref="Forget"/> was, or null.</summary>
    public string? FirstWhat { get; private set; }

    /// <summary>Where it was.</summary>
    public int FirstOffset { get; private set; }

    /// <summary>Starts on another packet.</summary>
    public void Forget() => FirstWhat = null;

    public override void BeginObject(ReadOnlySpan<byte> name) => inner.BeginObject(name);

    public override void EndObject() => inner.EndObject();

    public override void BeginList(ReadOnlySpan<byte> name) => inner.BeginList(name);

    public override void EndList() => inner.EndList();

    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8) => inner.Text(name, utf8);

    public override void Number(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit = default) => inner.Number(name, value, unit);

    public override void Hex(ReadOnlySpan<byte> name, ulong value, int digits) => inner.Hex(name, value, digits);

    public override void Octets(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets) => inner.Octets(name, octets);

    public override void Address(ReadOnlySpan<byte> name, IpAddress address) => inner.Address(name, address);

    public override void Prefix(ReadOnlySpan<byte> name, IpPrefix prefix) => inner.Prefix(name, prefix);

    public override void Mac(ReadOnlySpan<byte> name, MacAddress address) => inner.Mac(name, address);

    public override void Flag(ReadOnlySpan<byte> name, bool value) => inner.Flag(name, value);

    public override void Enumerated(ReadOnlySpan<byte> name, ulong number, ReadOnlySpan<byte> registryName) =>
        inner.Enumerated(name, number, registryName);

    protected override void WriteMalformed(ReadOnlySpan<byte> what, int offset)
    {
        if (FirstWhat is null)
        {
            FirstWhat = System.Text.Encoding.UTF8.GetString(what);
            FirstOffset = offset;
        }

        inner.Malformed(what, offset);
    }
}
