using System;

namespace Pmip.Wire.Options;

/// <summary>View of one item of Protocol Configuration Options: <c>| identifier (2) | length (1) | contents ... |</c>.</summary>
public readonly ref struct ProtocolConfigurationItem
{
    internal ProtocolConfigurationItem(ProtocolConfigurationIdentifier identifier, ReadOnlySpan<byte> contents)
    {
        Identifier = identifier;
        Contents = contents;
    }

    /// <summary>What it is about. May be a number that is not defined.</summary>
    public ProtocolConfigurationIdentifier Identifier { get; }

    /// <summary>The contents; empty in a request.</summary>
    public ReadOnlySpan<byte> Contents { get; }
}
