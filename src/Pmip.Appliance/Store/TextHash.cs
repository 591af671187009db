using System;
using System.Globalization;
using Pmip.Foundation.Randomness;

namespace Pmip.Appliance.Store;

/// <summary>
/// Tells texts of a configuration apart: the 64 bits that people see as sixteen hexadecimal digits. It finds accidents, not forgers;
/// who can write into the folder of the state needs no forgery.
/// </summary>
/// <param name="Value">The bits; zero for no text.</param>
internal readonly record struct TextHash(ulong Value)
{
    private static readonly SipHash Function = new(0x706D_6970_636F_6E66, 0x6967_7572_6174_696F);

    /// <summary>No text.</summary>
    public static readonly TextHash None;

    /// <summary>True for no text.</summary>
    public bool IsNone => Value == 0;

    /// <summary>The hash of a text.</summary>
    public static TextHash Of(ReadOnlySpan<byte> text) => new(Math.Max(Function.Strong(text), 1));

    /// <summary>The digits; none when they are not sixteen.</summary>
    public static TextHash Parse(string? digits) =>
        digits is { Length: 16 } && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? new TextHash(value)
            : None;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
