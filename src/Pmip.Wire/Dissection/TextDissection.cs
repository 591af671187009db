using System;
using System.Buffers;
using System.Buffers.Text;
using Pmip.Foundation.Addressing;

namespace Pmip.Wire.Dissection;

/// <summary>
/// For a person, in the manner of tcpdump: one line for each object with its values behind the name, objects inside indented
/// below. Faults stand on a line of their own behind an exclamation mark.
/// </summary>
public sealed class TextDissection : DissectionWriter
{
    private const int TextLengthMax = 4096;

    private readonly IBufferWriter<byte> _output;
    private int _depth;
    private int _lineDepth = -1; // The depth of the object whose values the open line takes; -1: no line is open.
    private bool _hasValue;

    /// <summary>Writes onto <paramref name="output"/>.</summary>
    public TextDissection(IBufferWriter<byte> output) => _output = output;

    /// <inheritdoc/>
    public override void BeginObject(ReadOnlySpan<byte> name)
    {
        BeginLine();
        WriteWords(name, isTitle: true);
        _depth++;
        _lineDepth = _depth;
        _hasValue = false;
    }

    /// <inheritdoc/>
    public override void EndObject()
    {
        _depth--;
        if (_depth == 0)
        {
            EndLine();
        }
    }

    /// <inheritdoc/>
    public override void BeginList(ReadOnlySpan<byte> name)
    {
        // The elements stand indented below the object that has the list; its name would say nothing more.
    }

    /// <inheritdoc/>
    public override void EndList()
    {
    }

    /// <inheritdoc/>
    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> utf8)
    {
        BeginValue(name);
        Write("\""u8);
        ReadOnlySpan<byte> shown = utf8.Length > TextLengthMax ? utf8[..TextLengthMax] : utf8;
        Span<byte> room = _output.GetSpan((shown.Length * PrintableText.GrowthMax) + 1);
        _output.Advance(PrintableText.Escape(shown, escapesQuotes: true, room));
        Write(shown.Length < utf8.Length ? "...\""u8 : "\""u8);
    }

    /// <inheritdoc/>
    public override void Number(ReadOnlySpan<byte> name, ulong value, ReadOnlySpan<byte> unit = default)
    {
        BeginValue(name);
        WriteNumber(value);
        if (!unit.IsEmpty)
        {
            Write(" "u8);
            Write(unit);
        }
    }

    /// <inheritdoc/>
    public override void Hex(ReadOnlySpan<byte> name, ulong value, int digits)
    {
        BeginValue(name);
        Write("0x"u8);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            WriteDigit((int)(value >> shift & 15));
        }
    }

    /// <inheritdoc/>
    public override void Octets(ReadOnlySpan<byte> name, ReadOnlySpan<byte> octets)
    {
        BeginValue(name);
        if (octets.IsEmpty)
        {
            Write("none"u8);
        }

        foreach (byte octet in octets)
        {
            WriteDigit(octet >> 4);
            WriteDigit(octet & 15);
        }
    }

    /// <inheritdoc/>
    public override void Address(ReadOnlySpan<byte> name, IpAddress address)
    {
        BeginValue(name);
        address.TryFormat(_output.GetSpan(IpAddress.TextLengthMax), out int written);
        _output.Advance(written);
    }

    /// <inheritdoc/>
    public override void Prefix(ReadOnlySpan<byte> name, IpPrefix prefix)
    {
        BeginValue(name);
        prefix.TryFormat(_output.GetSpan(IpPrefix.TextLengthMax), out int written);
        _output.Advance(written);
    }

    /// <inheritdoc/>
    public override void Mac(ReadOnlySpan<byte> name, MacAddress address)
    {
        BeginValue(name);
        address.TryFormat(_output.GetSpan(MacAddress.TextLength), out int written);
        _output.Advance(written);
    }

    /// <inheritdoc/>
    public override void Flag(ReadOnlySpan<byte> name, bool value)
    {
        BeginValue(name);
        Write(value ? "yes"u8 : "no"u8);
    }

    /// <inheritdoc/>
    public override void Enumerated(ReadOnlySpan<byte> name, ulong number, ReadOnlySpan<byte> registryName)
    {
        BeginValue(name);
        Write(registryName.IsEmpty ? "unassigned"u8 : registryName);
        Write(" ("u8);
        WriteNumber(number);
        Write(")"u8);
    }

    /// <inheritdoc/>
    protected override void WriteMalformed(ReadOnlySpan<byte> what, int offset)
    {
        BeginLine();
        Write("! malformed at octet "u8);
        WriteNumber((ulong)offset);
        Write(": "u8);
        Write(what);
        _lineDepth = -1;
        Write("\n"u8);
    }

    private void BeginValue(ReadOnlySpan<byte> name)
    {
        if (_lineDepth != _depth)
        {
            // Objects came between; the values that follow get a line of their own below the name.
            BeginLine();
            _lineDepth = _depth;
        }
        else
        {
            Write(_hasValue ? ", "u8 : ": "u8);
        }

        _hasValue = true;
        WriteWords(name, isTitle: false);
        Write(" "u8);
    }

    private void BeginLine()
    {
        EndLine();
        for (int i = 0; i < _depth; i++)
        {
            Write("  "u8);
        }
    }

    private void EndLine()
    {
        if (_lineDepth >= 0)
        {
            Write("\n"u8);
            _lineDepth = -1;
        }
    }

    private void WriteWords(ReadOnlySpan<byte> name, bool isTitle)
    {
        Span<byte> room = _output.GetSpan(CamelCaseName.WordsLengthMax(name) + 1);
        _output.Advance(CamelCaseName.WriteWords(name, isTitle, room));
    }

    private void WriteNumber(ulong value)
    {
        Utf8Formatter.TryFormat(value, _output.GetSpan(20), out int written);
        _output.Advance(written);
    }

    private void WriteDigit(int digit)
    {
        _output.GetSpan(1)[0] = "0123456789abcdef"u8[digit];
        _output.Advance(1);
    }

    private void Write(ReadOnlySpan<byte> utf8) => _output.Write(utf8);
}
