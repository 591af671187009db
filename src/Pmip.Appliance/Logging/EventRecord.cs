using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pmip.Foundation.Addressing;

namespace Pmip.Appliance.Logging;

/// <summary>One event as plain data of fixed size: it costs the control loop a copy, never an allocation.</summary>
public struct EventRecord
{
    /// <summary>Most octets of text; a longer one is cut.</summary>
    public const int TextLengthMax = 96;

    /// <summary>Time of day in microseconds since 1970.</summary>
    public long UnixMicroseconds;

    /// <summary>A number whose meaning the kind tells.</summary>
    public long Number;

    /// <summary>Address of a peer, or unspecified.</summary>
    public IpAddress Address;

    /// <summary>Link-layer address of a node, or zero.</summary>
    public MacAddress LinkLayerAddress;

    /// <summary>What happened.</summary>
    public EventKind Kind;

    /// <summary>Who says so.</summary>
    public EventRoom Room;

    /// <summary>A status whose type the kind tells.</summary>
    public byte Code;

    private byte _textLength;
    private TextStorage _text;

    /// <summary>The text, UTF-8 as received: whoever prints it makes control characters visible.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_text)[.._textLength];

    /// <summary>Takes the first <see cref="TextLengthMax"/> octets of <paramref name="text"/>.</summary>
    public void SetText(ReadOnlySpan<byte> text)
    {
        int length = Math.Min(text.Length, TextLengthMax);
        text[..length].CopyTo(_text);
        _textLength = (byte)length;
    }

    [InlineArray(TextLengthMax)]
    private struct TextStorage
    {
        private byte _first;
    }
}
